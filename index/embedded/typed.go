package embedded

import "unicode/utf8"

// beginningNear are the terms of which some beginning is within one edit (insert, delete,
// substitute) of text, in characters, and has the same first character.
func (d *dictionary) beginningNear(text string) []uint32 {
	_, size := utf8.DecodeRuneInString(text)
	from, to := d.prefixed(text[:size])
	a := newAutomaton(text, 1)
	var found []uint32
	for t := from; t < to; t++ {
		if a.acceptsBeginning(d.at(t)) {
			found = append(found, uint32(t))
		}
	}
	return found
}

// acceptsBeginning reports whether some beginning of a term, of a character or more, is
// near enough.
func (a *automaton) acceptsBeginning(term string) bool {
	s := newStates()
	for _, r := range term {
		if s = a.step(s, r); s[a.edits]&a.last != 0 {
			return true
		}
		if s[a.edits] == 0 {
			return false
		}
	}
	return false
}
