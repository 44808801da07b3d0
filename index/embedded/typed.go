package embedded

import "unicode/utf8"

// beginningNear are the terms of which some beginning is within one edit (insert, delete,
// substitute) of text, in characters, and has the same first character. Terms with a
// beginning that settles it, either way, are passed over together.
func (d *dictionary) beginningNear(text string) []uint32 {
	a := newAutomaton(text, 1)
	_, size := utf8.DecodeRuneInString(text)
	from, to := d.prefixed(text[:size])
	var found []uint32
	for i := from; i < to; i++ {
		term, s := d.at(i), firstStates
		for read := 0; read < len(term); {
			r, size := utf8.DecodeRuneInString(term[read:])
			read += size
			s = a.next(s, r)
			if near := a.isNear(s); near || a.isFar(s) {
				last := d.last(i, term[:read])
				if near {
					found = append(found, ordinals(i, last+1)...)
				}
				i = last
				break
			}
		}
	}
	return found
}
