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
	return len(d.near(text)) > 0
}

// near are the terms within maxEdits (insert, delete, substitute) of text, in
// characters. Neighbouring terms share the rows of the distance table
// that belong to their common beginning, and a beginning that is too far
// already is passed over with all terms that have it.
func (d *dictionary) near(text string) []uint32 {
	want, edits := []rune(text), maxEdits(text)
	first := make([]int, len(want)+1)
	for j := range first {
		first[j] = j
	}
	rows := [][]int{first} // rows[k]: distances of the first k characters of word
	var word []rune
	var found []uint32
	for i := 0; i < d.len(); {
		next := []rune(d.at(i))
		k := 0
		for k < len(word) && k < len(next) && word[k] == next[k] {
			k++
		}
		word, rows = next, rows[:min(k, len(rows)-1)+1]
		tooFar := -1
		for k := len(rows) - 1; k < len(word); k++ {
			row := nextRow(rows[k], word[k], want)
			rows = append(rows, row)
			if least(row) > edits {
				tooFar = k + 1
				break
			}
		}
		if tooFar > 0 {
			word = word[:tooFar]
			_, i = d.prefixed(d.at(i)[:min(len(string(word)), len(d.at(i)))])
			continue
		}
		if rows[len(word)][len(want)] <= edits {
			found = append(found, uint32(i))
		}
		i++
	}
	return found
}

func nextRow(row []int, r rune, want []rune) []int {
	next := make([]int, len(row))
	next[0] = row[0] + 1
	for j, w := range want {
		substitute := row[j]
		if r != w {
			substitute++
		}
		next[j+1] = min(substitute, row[j+1]+1, next[j]+1)
	}
	return next
}

func least(row []int) int {
	m := row[0]
	for _, v := range row {
		m = min(m, v)
	}
	return m
}
