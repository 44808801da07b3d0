package lexicon

import (
	"bytes"

	"paperboy/data"
)

// authors are the people of a segment's papers.
type authors struct {
	suffixes // over their keys (data.AuthorKey), so that any part of a name may begin
	// keys is where each key begins in the blob.
	keys  []uint32
	names names
	// papers is how many live ones each has.
	papers []uint32
	// start and ord are each paper's authors.
	start, ord []uint32
}

// names are texts one behind the other.
type names struct {
	blob []byte
	ends []uint32
}

func (n *names) add(s string) {
	n.blob = append(n.blob, s...)
	n.ends = append(n.ends, uint32(len(n.blob)))
}

func (n names) at(i int) string {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return string(n.blob[start:n.ends[i]])
}

func newAuthors(entries []entry) authors {
	a := authors{start: make([]uint32, 1, len(entries)+1)}
	ordinals := map[string]uint32{}
	var keys []string
	for _, e := range entries {
		for _, name := range e.authors {
			key := data.AuthorKey(name)
			if key == "" {
				continue
			}
			ord, known := ordinals[key]
			if !known {
				ord = uint32(len(keys))
				ordinals[key] = ord
				keys = append(keys, key)
				a.names.add(name)
				a.papers = append(a.papers, 0)
			}
			a.papers[ord]++
			a.ord = append(a.ord, ord)
		}
		a.start = append(a.start, uint32(len(a.ord)))
	}
	a.suffixes = newSuffixes(keys)
	at := uint32(0)
	for _, key := range keys {
		a.keys = append(a.keys, at)
		at += uint32(len(key)) + 1
	}
	return a
}

// of are the authors of a segment's paper.
func (a authors) of(paper int) []uint32 { return a.ord[a.start[paper]:a.start[paper+1]] }

func (a authors) bytes() int64 {
	return a.suffixes.bytes() + int64(len(a.names.blob)+4*(len(a.keys)+len(a.names.ends)+len(a.papers)+len(a.start)+len(a.ord)))
}

// key is an author's, whose suffix array has it whole.
func (a authors) key(ord int) string {
	start := a.keys[ord]
	text := a.blob[start:]
	return string(text[:bytes.IndexByte(text, end)])
}

// find is the author with a key.
func (a authors) find(key string) (ord uint32, ok bool) {
	s := whole(a.suffixes, key)
	for i := s.from; i < s.to; i++ {
		if a.begins(i) && a.key(int(a.owner(i))) == key {
			return a.owner(i), true
		}
	}
	return 0, false
}
