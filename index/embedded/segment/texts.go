package segment

import (
	"encoding/binary"
	"slices"

	"paperboy/index/embedded/mapped"
)

// Texts holds strings by ordinal. It only grows, and a copy stays as it is: only the original may
// be added to, by one goroutine at a time, while others read copies.
//
// The strings are in a few large pieces. In slices of strings, the values of 393,781 papers were more
// than a million pointers, and each collection of garbage took 40 to 130 ms of CPU time instead of 2
// to 4, during which the queries of the time took 5 to 10 ms.
type Texts struct {
	// pieces are never resized.
	pieces [][]byte
	// places are those of the strings: each the number of a piece shifted by placeBits, and where in
	// it the string begins with its length as a uvarint. 0 is the place of no string.
	places []uint64
	// used is how much of the last piece is.
	used int
}

const (
	placeBits = 32
	pieceSize = 1 << 16
)

// Len returns the number of strings.
func (t Texts) Len() int { return len(t.places) }

// At returns the string with an ordinal.
func (t Texts) At(ord uint32) string { return t.in(t.places[ord]) }

func (t Texts) in(place uint64) string {
	if place == 0 {
		return ""
	}
	piece := t.pieces[place>>placeBits][uint32(place):]
	n, width := uint64(piece[0]), 1
	if n >= 0x80 {
		n, width = binary.Uvarint(piece)
	}
	return mapped.Text(piece[width : width+int(n)])
}

// now returns the strings so far.
func (t Texts) now() Texts {
	t.places, t.pieces = slices.Clip(t.places), slices.Clip(t.pieces)
	return t
}

// Each yields the strings with their ordinals.
func (t Texts) Each(yield func(ord uint32, text string) bool) {
	for ord := range uint32(len(t.places)) {
		if !yield(ord, t.At(ord)) {
			return
		}
	}
}

// add adds a string.
func (t *Texts) add(text string) { t.places = append(t.places, t.put(text)) }

// setPlace sets the place of the string with an ordinal, which may be beyond the last one. No copy may
// be in use.
func (t *Texts) setPlace(ord uint32, place uint64) {
	for len(t.places) <= int(ord) {
		t.places = append(t.places, 0)
	}
	t.places[ord] = place
}

// set sets the string with an ordinal, like setPlace.
func (t *Texts) set(ord uint32, text string) { t.setPlace(ord, t.put(text)) }

// put copies a string to a piece, and returns its place.
func (t *Texts) put(text string) uint64 {
	n := binary.MaxVarintLen64 + len(text)
	if len(t.pieces) == 0 || t.used+n > len(t.pieces[len(t.pieces)-1]) {
		t.pieces, t.used = append(t.pieces, make([]byte, max(pieceSize, n+1))), 1 // no string has place 0
	}
	last, from := len(t.pieces)-1, t.used
	piece := t.pieces[last]
	t.used += binary.PutUvarint(piece[from:], uint64(len(text)))
	t.used += copy(piece[t.used:], text)
	return uint64(last)<<placeBits | uint64(from)
}

// take makes bytes that hold strings as appendText writes them, at places other than 0, a piece. It
// returns the number of that piece.
func (t *Texts) take(piece []byte) uint64 {
	t.pieces, t.used = append(t.pieces, piece), len(piece)
	return uint64(len(t.pieces) - 1)
}
