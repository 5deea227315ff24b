/*
 * How far two words are apart, for the search and for the filter of the resources.
 */

/** Returns the number of changes, at most `most`, that make one word of another: a letter more, less, other or swapped. */
export const changes = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      next[column] = Math.min(next[column - 1] + 1, last[column] + 1, last[column - 1] + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        next[column] = Math.min(next[column], before[column - 2] + 1);
      }
    }
    [before, last] = [last, next];
    if (Math.min(...next) > most) return most + 1;
  }
  return last[other.length];
};
