/** The first powers of a half. */
export default function halves(): number[] {
  const powers = [1]
  while (powers.length < 5) powers.push(powers.at(-1)! / 2)
  return powers
}
