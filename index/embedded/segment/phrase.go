package segment

import (
	"bytes"
	"encoding/binary"
	"math"

	"paperboy/index/embedded/bitset"
)

// word is what a word of a phrase may be in the sequences of a segment.
type word struct {
	codes  []uint32   // up to maxCodes
	set    bitset.Set // of the codes if there are more
	papers int        // at most
}

// maxCodes is the number of codes up to which comparing with each is faster than a set.
const maxCodes = 8

// newWord returns the word whose forms some picks select.
func (x *Text) newWord(picks []Pick) word {
	var w word
	for _, k := range picks {
		w.papers += int(x.GroupPapers[k.Group])
		for rank, form := range x.GroupForms(k.Group) {
			if k.Ranks == nil || k.Ranks.Has(uint32(rank)) {
				w.codes = append(w.codes, x.Codes.byForm[form])
			}
		}
	}
	if len(w.codes) > maxCodes {
		w.set = bitset.New(x.Codes.Len())
		w.set.AddAll(w.codes)
	}
	return w
}

func (w *word) has(code uint32) bool {
	if w.set != nil {
		return w.set.Has(code)
	}
	for _, c := range w.codes {
		if c == code {
			return true
		}
	}
	return false
}

// isAt reports whether the word is at the place from at on, and returns where the next place
// begins.
func (w *word) isAt(text []byte, at int) (next int, is bool) {
	for at < len(text) {
		r := SequenceReader{text[at:]}
		is = w.has(r.Next()) || is
		at = len(text) - len(r.Codes)
		if at == len(text) || text[at] != SameAgain {
			break
		}
		at++
	}
	return at, is
}

// isBefore reports whether the word is at the place that ends at end, and returns where that
// place begins.
func (w *word) isBefore(text []byte, end int) (start int, is bool) {
	for start = end; start > 0; {
		start = codeStart(text, start)
		r := SequenceReader{text[start:]}
		is = w.has(r.Next()) || is
		if !followsSameAgain(text, start) {
			break
		}
		start--
	}
	return start, is
}

// codeStart returns where the code that ends at end begins.
func codeStart(text []byte, end int) int {
	for end--; end > 0 && text[end-1] >= 1<<7; end-- {
	}
	return end
}

// followsSameAgain reports whether the code before the one at start is SameAgain.
func followsSameAgain(text []byte, start int) bool {
	return start > 1 && text[start-1] == SameAgain && text[start-2] < 1<<7
}

// Phrase finds texts of a segment with several words next to each other, in order.
//
// It looks for the code of the rarest word, by bytes, and only then reads what is around it.
type Phrase struct {
	text   *Text
	words  []word
	anchor int      // the word that is looked for
	codes  [][]byte // of the anchor, if it has few
}

// NewPhrase returns the phrase of some words. It returns nil if the segment lacks one.
func (x *Text) NewPhrase(picks [][]Pick) *Phrase {
	p := &Phrase{text: x, words: make([]word, len(picks))}
	least := math.MaxInt
	for k := range picks {
		w := x.newWord(picks[k])
		if len(w.codes) == 0 {
			return nil
		}
		if cost := w.papers * len(w.codes); cost < least {
			least, p.anchor = cost, k
		}
		p.words[k] = w
	}
	if w := &p.words[p.anchor]; w.set == nil {
		for _, code := range w.codes {
			p.codes = append(p.codes, binary.AppendUvarint(nil, uint64(code)))
		}
	}
	return p
}

// IsIn reports whether the title or the abstract in a sequence, or in a part of it, has the
// phrase.
func (p *Phrase) IsIn(text []byte) bool {
	if p.codes == nil {
		return p.isAnywhere(text)
	}
	for _, code := range p.codes {
		for at := 0; ; at++ {
			i := bytes.Index(text[at:], code)
			if i < 0 {
				break
			}
			if at += i; (at == 0 || text[at-1] < 1<<7) && p.isAround(text, at, at+len(code)) {
				return true
			}
		}
	}
	return false
}

// isAnywhere is IsIn for an anchor with many codes.
func (p *Phrase) isAnywhere(text []byte) bool {
	anchor := &p.words[p.anchor]
	for at := 0; at < len(text); {
		r := SequenceReader{text[at:]}
		code := r.Next()
		end := len(text) - len(r.Codes)
		if anchor.has(code) && p.isAround(text, at, end) {
			return true
		}
		at = end
	}
	return false
}

// isAround reports whether the phrase is where a reading of its anchor is, from start to end.
func (p *Phrase) isAround(text []byte, start, end int) bool {
	for end < len(text) && text[end] == SameAgain { // to the end of the place
		r := SequenceReader{text[end+1:]}
		r.Next()
		end = len(text) - len(r.Codes)
	}
	is := false
	for k := p.anchor + 1; k < len(p.words); k++ {
		if end, is = p.words[k].isAt(text, end); !is {
			return false
		}
	}
	for followsSameAgain(text, start) {
		start = codeStart(text, start-1)
	}
	for k := p.anchor - 1; k >= 0; k-- {
		if start, is = p.words[k].isBefore(text, start); !is {
			return false
		}
	}
	return true
}

// Near finds texts of a segment with several words near each other, in any order.
type Near struct {
	words []word
	any   bitset.Set // the codes of all words
	width int
	last  []int // place of each word, reused
}

// NewNear returns words that are at most width places from each other. It returns nil if the
// segment lacks one.
func (x *Text) NewNear(picks [][]Pick, width int) *Near {
	n := &Near{any: bitset.New(x.Codes.Len()), width: width, last: make([]int, len(picks))}
	for k := range picks {
		w := x.newWord(picks[k])
		if len(w.codes) == 0 {
			return nil
		}
		n.any.AddAll(w.codes)
		n.words = append(n.words, w)
	}
	return n
}

// IsIn reports whether the title or the abstract in a sequence, or in a part of it, has the words
// near each other.
func (n *Near) IsIn(texts []byte) bool {
	place, again := 0, false
	n.forget(place)
	for r := (SequenceReader{texts}); len(r.Codes) > 0; {
		code := r.Next()
		switch {
		case code == SameAgain:
			again = true
			continue
		case code == EndOfTitle:
			n.forget(place)
			continue
		case !again:
			place++
		}
		again = false
		if !n.any.Has(code) {
			continue
		}
		first := place
		for k := range n.words {
			if n.words[k].has(code) {
				n.last[k] = place
			}
			first = min(first, n.last[k])
		}
		if place-first <= n.width {
			return true
		}
	}
	return false
}

// forget puts all words too far before the places after place.
func (n *Near) forget(place int) {
	for k := range n.last {
		n.last[k] = place - n.width
	}
}
