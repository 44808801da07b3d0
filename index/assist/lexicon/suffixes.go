package lexicon

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sort"
	"unicode/utf8"

	"paperboy/data/panics"
)

// suffixes is a suffix array over texts, with an entry for each of their words, or
// characters where words have no spaces: from there to the end of the text. It is in
// the order of bytes, which in UTF-8 is that of characters.
type suffixes struct {
	// blob holds the texts, a line feed behind each.
	blob []byte
	// at is where an entry begins. owners tells which text it is of, and in the highest
	// bit whether it is the whole of that: to look it up in the blob took most of the
	// time of two letters.
	at, owners []uint32
}

// end ends a text. It is less than all that a text has.
const end = '\n'

// longestKey is how much of an entry is looked at: more than may be typed.
const longestKey = 1024

// newSuffixes sorts the words of texts. All texts together have less than 4 GiB.
func newSuffixes(texts []string) suffixes {
	size, words := 0, 0
	for _, text := range texts {
		size += len(text) + 1
		words += wordsOf(text, func(int) {})
	}
	s := suffixes{blob: make([]byte, 0, size)}
	entries := make([]suffix, 0, words)
	for owner, text := range texts {
		start := len(s.blob)
		s.blob = append(append(s.blob, text...), end)
		wordsOf(text, func(i int) { entries = append(entries, suffix{at: uint32(start + i), owner: uint32(owner)}) })
	}
	for i := range entries {
		entries[i].key = s.key(entries[i].at)
	}
	s.sort(entries)
	s.at, s.owners = make([]uint32, len(entries)), make([]uint32, len(entries))
	for i, e := range entries {
		s.at[i], s.owners[i] = e.at, e.owner
		if e.at == 0 || s.blob[e.at-1] == end {
			s.owners[i] |= wholeText
		}
	}
	return s
}

// wordsOf calls f with where each word of a folded text begins, and counts them.
func wordsOf(text string, f func(start int)) int {
	n, apart := 0, true
	for i, r := range text {
		if r == ' ' {
			apart = true
			continue
		}
		cjk := r >= utf8.RuneSelf && isCJK(r)
		if apart || cjk {
			f(i)
			n++
		}
		apart = cjk
	}
	return n
}

// suffix is an entry that is being sorted. key is its first eight bytes, those behind
// the end left out: most comparisons need no more.
type suffix struct {
	key       uint64
	at, owner uint32
}

func (s suffixes) key(at uint32) uint64 {
	var first [8]byte
	n := copy(first[:], s.blob[at:])
	if i := bytes.IndexByte(first[:n], end); i >= 0 {
		clear(first[i+1:])
	}
	return binary.BigEndian.Uint64(first[:])
}

func (s suffixes) compare(a, b suffix) int {
	if c := cmp.Compare(a.key, b.key); c != 0 {
		return c
	}
	if a.key&0xff != 0 && !hasEnd(a.key) {
		if c := bytes.Compare(s.blob[a.at+8:], s.blob[b.at+8:]); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.at, b.at)
}

func hasEnd(key uint64) bool {
	var first [8]byte
	binary.BigEndian.PutUint64(first[:], key)
	return bytes.IndexByte(first[:], end) >= 0
}

// sort sorts parts of the entries, by their first byte, side by side.
func (s suffixes) sort(entries []suffix) {
	var count [257]int
	for _, e := range entries {
		count[e.key>>56+1]++
	}
	for c := range 256 {
		count[c+1] += count[c]
	}
	next, parted := count, make([]suffix, len(entries))
	for _, e := range entries {
		c := e.key >> 56
		parted[next[c]] = e
		next[c]++
	}
	copy(entries, parted)
	var group panics.Group
	group.SetLimit(max(1, runtime.GOMAXPROCS(0)/2)) // searches go on meanwhile
	for c := range 256 {
		if part := entries[count[c]:count[c+1]]; len(part) > 1 {
			group.Go("lexicon.sort", func() error {
				slices.SortFunc(part, s.compare)
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		panic(err) // its caller's: what is half sorted is of no use
	}
}

func (s suffixes) len() int { return len(s.at) }

// text is what an entry begins with; what stands behind the text's end means nothing.
func (s suffixes) text(i int) []byte {
	at := int(s.at[i])
	return s.blob[at:min(at+longestKey, len(s.blob))]
}

// wholeText is the bit of owners.
const wholeText = 1 << 31

// owner is which text an entry is of.
func (s suffixes) owner(i int) uint32 { return s.owners[i] &^ wholeText }

// begins reports whether an entry is the whole of its text.
func (s suffixes) begins(i int) bool { return s.owners[i]&wholeText != 0 }

func (s suffixes) bytes() int64 { return int64(len(s.blob) + 8*len(s.at)) }

// texts are in the order of their bytes.
type texts interface {
	len() int
	text(i int) []byte
}

// span is a range of texts.
type span struct{ from, to int }

// lowerBound is the first of the texts in a range that is not less than key.
func lowerBound(t texts, in span, key string) int {
	return in.from + sort.Search(in.to-in.from, func(i int) bool { return string(t.text(in.from+i)) >= key })
}

func all(t texts) span { return span{0, t.len()} }

// prefixed are the texts that begin so.
func prefixed(t texts, prefix string) span {
	from := lowerBound(t, all(t), prefix)
	return span{from, lowerBound(t, span{from, t.len()}, prefix+"\xff")}
}

// whole are the texts that begin with these words, the last of them whole.
func whole(t texts, words string) span {
	from := lowerBound(t, all(t), words+string(end))
	return span{from, lowerBound(t, span{from, t.len()}, words+"!")} // the sign behind a space
}
