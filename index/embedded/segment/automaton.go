package segment

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index/query"
)

// isNear reports whether a term is within query.MaxEdits of text.
func isNear(term, text string) bool {
	return NewAutomaton(text, query.MaxEdits(text)).Accepts(term)
}

// maxAutomatonEdits is how many edits an automaton can count.
const maxAutomatonEdits = 2

// automaton accepts the terms within a number of edits of a text. An edit inserts, deletes or
// replaces a character. The algorithm is Wu and Manber's (Fast text searching, CACM 35, 1992):
// for each number of edits, bit i of a word is set if the first i characters of the text can
// have been consumed. A step costs about ten machine operations; a row of the table of
// distances costs as many for each character of the text.
type automaton struct {
	ascii [utf8.RuneSelf]uint64 // by character, if the text has it
	other []runePlaces
	last  uint64 // the state after the text
	edits int
}

type runePlaces struct {
	r      rune
	places uint64
}

// maxAutomatonText is the length in characters of the longest text that an automaton has
// states for. Longer texts are cut: no form is longer than analysis.MaxForm bytes.
const maxAutomatonText = 63

// states is the set of states an automaton can be in, by the number of edits made.
type states [maxAutomatonEdits + 1]uint64

// NewAutomaton returns an automaton for up to maxAutomatonEdits edits.
func NewAutomaton(text string, edits int) *automaton {
	a := &automaton{edits: edits}
	n := 0
	for _, r := range text {
		if n == maxAutomatonText {
			break
		}
		bit := uint64(1) << n
		n++
		if r < utf8.RuneSelf {
			a.ascii[r] |= bit
			continue
		}
		i := slices.IndexFunc(a.other, func(o runePlaces) bool { return o.r == r })
		if i < 0 {
			i = len(a.other)
			a.other = append(a.other, runePlaces{r: r})
		}
		a.other[i].places |= bit
	}
	a.last = 1 << n
	return a
}

func (a *automaton) places(r rune) uint64 {
	if r < utf8.RuneSelf {
		return a.ascii[r]
	}
	for _, o := range a.other {
		if o.r == r {
			return o.places
		}
	}
	return 0
}

// Accepts reports whether a term is near enough. This is a fast path for ASCII.
func (a *automaton) Accepts(term string) bool {
	if a.edits == 0 {
		return a.acceptsAny(term)
	}
	s0, s1, s2 := uint64(1), uint64(1|1<<1), uint64(1|1<<1|1<<2)
	if a.edits == 1 {
		s2 = 0
	}
	for i := 0; i < len(term); i++ {
		c := term[i]
		if c >= utf8.RuneSelf {
			return a.acceptsAny(term)
		}
		here := a.ascii[c]
		n0 := s0 & here << 1
		n1 := s1&here<<1 | s0 | s0<<1 | n0<<1
		if a.edits == 2 {
			s2 = s2&here<<1 | s1 | s1<<1 | n1<<1
		}
		if s0, s1 = n0, n1; s1|s2 == 0 {
			return false
		}
	}
	return (s1|s2)&a.last != 0
}

// acceptsAny is Accepts for any characters.
func (a *automaton) acceptsAny(term string) bool {
	s := newStates()
	for _, r := range term {
		if s = a.step(s, r); s[a.edits] == 0 {
			return false
		}
	}
	return s[a.edits]&a.last != 0
}

// newStates returns the states before any character.
func newStates() states { return states{1, 1 | 1<<1, 1 | 1<<1 | 1<<2} }

// step returns the states after one more character.
func (a *automaton) step(s states, r rune) states {
	here := a.places(r)
	n0 := s[0] & here << 1
	n1 := s[1]&here<<1 | s[0] | s[0]<<1 | n0<<1
	n2 := s[2]&here<<1 | s[1] | s[1]<<1 | n1<<1
	return states{n0, n1, n2}
}

// Near returns the terms within a number of edits of text, in ascending order. An edit
// inserts, deletes or replaces a character.
//
// Among 159,813 terms a word takes 40 to 60 µs of one processor for one edit and 100 to 200 for
// two. Without lengths beside the signatures, and without the automaton's path for ASCII, it
// took 90 to 140 and 260 to 340. Walking the sorted terms as a tree with the automaton took ten
// and four times as long. Masks of the first and the last letters would leave out only a third
// of the terms that are tested.
//
// Since signatures tell lengths, and letters by edit, and one edit needs no automaton, a search for a
// word with one edit takes .88 ms instead of .94, and with two 1.41 instead of 1.54.
func (d *Dictionary) Near(text string, edits int) []uint32 {
	a := NewAutomaton(text, edits)
	if edits == 1 && isASCII(text) {
		return d.similar(text, edits, func(term string) bool {
			return isOneEdit(term, text) || len(term) > len(text) && !isASCII(term) && a.Accepts(term)
		})
	}
	return d.similar(text, edits, a.Accepts)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// isOneEdit reports whether a and b are equal or differ by one byte.
func isOneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

// Misspelled is Near, except that swapping two neighbouring characters is one edit.
func (d *Dictionary) Misspelled(text string, edits int) []uint32 {
	a := NewAutomaton(text, edits)
	return d.similar(text, edits, func(term string) bool { return a.Accepts(term) || IsTransposition(term, text) })
}

// similar returns the terms that accepts accepts. Only terms are tested whose signature is as
// near to that of text as terms within this number of edits are.
func (d *Dictionary) similar(text string, edits int, accepts func(term string) bool) []uint32 {
	var found []uint32
	if d.signatures.isEmpty() {
		for t := range d.Len() {
			if accepts(d.Term(t)) {
				found = append(found, uint32(t))
			}
		}
		return found
	}
	for from, length := range d.signatures.each(text, edits) {
		if length < longTerm && !accepts(d.text[from:from+length]) {
			continue
		}
		term, _ := slices.BinarySearch(d.ends, from+1)
		if length < longTerm || accepts(d.Term(term)) {
			found = append(found, uint32(term))
		}
	}
	slices.Sort(found)
	return found
}

// IsTransposition reports whether a and b differ only by two neighbouring characters that
// changed places.
func IsTransposition(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == len(a) {
		return false
	}
	for i > 0 && !utf8.RuneStart(a[i]) {
		i--
	}
	r, size := utf8.DecodeRuneInString(a[i:])
	s, width := utf8.DecodeRuneInString(b[i:])
	if !strings.HasPrefix(a[i+size:], b[i:i+width]) || !strings.HasPrefix(b[i+width:], a[i:i+size]) {
		return false
	}
	return r != s && a[i+size+width:] == b[i+size+width:]
}

// acceptsBeginning reports whether some prefix of a term, of a character or more, is near
// enough.
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
