package embedded

import "unicode/utf8"

// beginningNear are the terms of which some beginning is within one edit (insert, delete,
// substitute) of text, in characters, and has the same first character.
func (d *dictionary) beginningNear(text string) []uint32 {
	_, size := utf8.DecodeRuneInString(text)
	from, to := d.prefixed(text[:size])
	want := []rune(text)
	first := make([]int, len(want)+1)
	for j := range first {
		first[j] = j
	}
	rows := [][]int{first}
	var word []rune // rows[k] belongs to its first k characters
	var found []uint32
	for i := from; i < to; i++ {
		term, read, shared := d.at(i), 0, 0
		for read < len(term) && shared < len(word) {
			r, size := utf8.DecodeRuneInString(term[read:])
			if r != word[shared] {
				break
			}
			shared, read = shared+1, read+size
		}
		word = word[:shared]
		for read < len(term) {
			r, size := utf8.DecodeRuneInString(term[read:])
			word, read = append(word, r), read+size
			rows = nextRow(rows[:len(word)], r, want)
			row := rows[len(word)]
			if near := row[len(want)] <= 1; near || least(row) > 1 {
				last := d.last(i, term[:read])
				for ; near && i <= last; i++ {
					found = append(found, uint32(i))
				}
				i = last
				word = word[:len(word)-1] // the next term differs here at the latest
				break
			}
		}
	}
	return found
}
