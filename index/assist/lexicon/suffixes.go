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
	"paperboy/data/text"
)

// suffixes is a suffix array over texts. It has an entry for each word, or for each
// character in scripts without spaces, which runs from there to the end of the text.
// Entries are in byte order, which in UTF-8 is the order of code points.
type suffixes struct {
	// blob holds the texts, each followed by a line feed.
	blob []byte
	// at holds the offset of each entry in blob. owners holds the index of its text, and
	// in the highest bit whether the entry is the whole text: looking that up in the blob
	// took most of the time of a lookup of two letters.
	at, owners []uint32
}

// end terminates a text. It is less than any byte of a text.
const end = '\n'

// maxKey is how many bytes of an entry are compared: more than can be typed.
const maxKey = 1024

// newSuffixes returns the suffix array of texts, which must be less than 4 GiB in total.
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
			s.owners[i] |= wholeBit
		}
	}
	return s
}

// wordsOf calls f with the offset of each word of a normalized text, and returns their
// number.
func wordsOf(words string, f func(start int)) int {
	n, separated := 0, true
	for i, r := range words {
		if r == ' ' {
			separated = true
			continue
		}
		cjk := r >= utf8.RuneSelf && text.IsCJK(r)
		if separated || cjk {
			f(i)
			n++
		}
		separated = cjk
	}
	return n
}

// suffix is an entry that is being sorted. key is its first eight bytes, with zeros after
// the end of the text; most comparisons need no more.
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

// sort sorts entries: it groups them by their first byte, then sorts the groups in parallel.
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
	group.SetLimit(max(1, runtime.GOMAXPROCS(0)/2)) // leave processors for searches
	for c := range 256 {
		if part := entries[count[c]:count[c+1]]; len(part) > 1 {
			group.Go("lexicon.sort", func() error {
				slices.SortFunc(part, s.compare)
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		panic(err) // for the caller to recover: half-sorted entries are useless
	}
}

func (s suffixes) len() int { return len(s.at) }

// text returns the start of entry i, up to maxKey bytes. It may run past the end of the
// text, into the next one.
func (s suffixes) text(i int) []byte {
	at := int(s.at[i])
	return s.blob[at:min(at+maxKey, len(s.blob))]
}

// wholeBit is the bit of owners that marks an entry as its whole text.
const wholeBit = 1 << 31

// owner returns the index of the text that entry i belongs to.
func (s suffixes) owner(i int) uint32 { return s.owners[i] &^ wholeBit }

// begins reports whether entry i starts at the beginning of its text.
func (s suffixes) begins(i int) bool { return s.owners[i]&wholeBit != 0 }

func (s suffixes) bytes() int64 { return int64(len(s.blob) + 8*len(s.at)) }

// texts is a list of texts in byte order.
type texts interface {
	len() int
	text(i int) []byte
}

// span is the range of texts [from, to).
type span struct{ from, to int }

// lowerBound returns the first text in a range that is not less than key.
func lowerBound(t texts, in span, key string) int {
	return in.from + sort.Search(in.to-in.from, func(i int) bool { return string(t.text(in.from+i)) >= key })
}

func fullSpan(t texts) span { return span{0, t.len()} }

// prefixSpan returns the texts that start with prefix.
func prefixSpan(t texts, prefix string) span {
	from := lowerBound(t, fullSpan(t), prefix)
	return span{from, lowerBound(t, span{from, t.len()}, prefix+"\xff")}
}

// wordSpan returns the texts that start with words, of which the last is a complete word.
func wordSpan(t texts, words string) span {
	from := lowerBound(t, fullSpan(t), words+string(end))
	return span{from, lowerBound(t, span{from, t.len()}, words+"!")} // "!" is the character after the space
}
