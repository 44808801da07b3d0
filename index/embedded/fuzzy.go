package embedded

import "unicode/utf8"

// maxEdits is how far a fuzzy word may be from a term.
func maxEdits(text string) int {
	if utf8.RuneCountInString(text) <= 5 {
		return 1
	}
	return 2
}

// isNear reports whether one term is near enough to text.
func isNear(term, text string) bool {
	d := dictionary{text: term, ends: []uint32{uint32(len(term))}}
	return len(d.near(text, maxEdits(text))) > 0
}

// near are the terms within so many edits (insert, delete, substitute) of text, in
// characters. Neighbouring terms share the rows of the distance table
// that belong to their common beginning, and a beginning that is too far
// already is passed over with all terms that have it.
func (d *dictionary) near(text string, edits int) []uint32 {
	return d.nearWithin(text, edits, 0, d.len())
}

// nearWithin is near, of the terms in a range.
func (d *dictionary) nearWithin(text string, edits, from, to int) []uint32 {
	want := []rune(text)
	first := make([]int, len(want)+1)
	for j := range first {
		first[j] = j
	}
	rows := [][]int{first} // rows[k]: distances of the first k characters of word
	var word []rune
	var found []uint32
	for i := from; i < to; i++ {
		term, read := d.at(i), 0 // bytes
		shared := 0              // characters that the word before began with too
		for read < len(term) && shared < len(word) {
			r, size := utf8.DecodeRuneInString(term[read:])
			if r != word[shared] {
				break
			}
			shared, read = shared+1, read+size
		}
		word = word[:shared]
		tooFar := false
		for read < len(term) && !tooFar {
			r, size := utf8.DecodeRuneInString(term[read:])
			word, read = append(word, r), read+size
			rows = nextRow(rows[:len(word)], r, want)
			tooFar = least(rows[len(word)]) > edits
		}
		if tooFar {
			i = d.last(i, term[:read])
		} else if rows[len(word)][len(want)] <= edits {
			found = append(found, uint32(i))
		}
	}
	return found
}

// nextRow appends to rows that of a further character; its memory may be that
// of a row which was cut off before.
func nextRow(rows [][]int, r rune, want []rune) [][]int {
	row := rows[len(rows)-1]
	var next []int
	if len(rows) < cap(rows) {
		next = rows[:len(rows)+1][len(rows)]
	}
	if next == nil {
		next = make([]int, len(row))
	}
	next[0] = row[0] + 1
	for j, w := range want {
		substitute := row[j]
		if r != w {
			substitute++
		}
		next[j+1] = min(substitute, row[j+1]+1, next[j]+1)
	}
	return append(rows, next)
}

func least(row []int) int {
	m := row[0]
	for _, v := range row {
		m = min(m, v)
	}
	return m
}
