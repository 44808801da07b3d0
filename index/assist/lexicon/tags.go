package lexicon

import (
	"bytes"

	"paperboy/data"
)

// tag is a name that papers share, and the key that identifies it: an author or an acronym.
type tag struct{ key, name string }

// tags are the authors or the acronyms of the papers of a segment. Each has an ordinal.
type tags struct {
	// suffixes are over the keys, so that a lookup may start at any word of a key, and over the
	// other spellings of some keys.
	suffixes
	// respelled are the ordinals of the tags of the other spellings, which follow the keys.
	respelled []uint32
	// keys are the offsets of the keys in blob, by ordinal.
	keys  []uint32
	names names
	// papers is the number of papers of each, by ordinal.
	papers []uint32
	// The tags of paper i are ord[start[i]:start[i+1]].
	start, ord []uint32
}

// names holds texts in one slice of bytes.
type names struct {
	blob []byte
	ends []uint32
}

func (n *names) add(s string) {
	n.blob = append(n.blob, s...)
	n.ends = append(n.ends, uint32(len(n.blob)))
}

func (n names) get(i int) string {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return string(n.blob[start:n.ends[i]])
}

// newTags returns the tags of a number of papers, numbered in the order in which they first
// occur. respell returns the other keys by which a name is found.
func newTags(papers int, tagsOf func(paper int) []tag, respell func(name string) []string) tags {
	t := tags{start: make([]uint32, 1, papers+1)}
	ordinals := map[string]uint32{}
	var keys, others []string
	at := uint32(0)
	for paper := range papers {
		for _, one := range tagsOf(paper) {
			if one.key == "" {
				continue
			}
			ord, known := ordinals[one.key]
			if !known {
				ord = uint32(len(keys))
				ordinals[one.key] = ord
				keys = append(keys, one.key)
				t.keys = append(t.keys, at)
				at += uint32(len(one.key)) + 1
				t.names.add(one.name)
				t.papers = append(t.papers, 0)
				for _, other := range respell(one.name) {
					others, t.respelled = append(others, other), append(t.respelled, ord)
				}
			}
			t.papers[ord]++
			t.ord = append(t.ord, ord)
		}
		t.start = append(t.start, uint32(len(t.ord)))
	}
	t.suffixes = newSuffixes(append(keys, others...))
	return t
}

// authorsOf returns the authors of a paper, with data.AuthorKey as keys.
func authorsOf(e entry) []tag {
	list := make([]tag, len(e.authors))
	for i, name := range e.authors {
		list[i] = tag{data.AuthorKey(name), name}
	}
	return list
}

// ordinals returns the ordinals of the tags of a paper.
func (a tags) ordinals(paper int) []uint32 { return a.ord[a.start[paper]:a.start[paper+1]] }

// owner returns the ordinal of the tag that entry i belongs to.
func (a tags) owner(i int) uint32 {
	n := a.suffixes.owner(i)
	if int(n) < len(a.keys) {
		return n
	}
	return a.respelled[int(n)-len(a.keys)]
}

func (a tags) bytes() int64 {
	return a.suffixes.bytes() + int64(4*len(a.respelled)) + int64(len(a.names.blob)+4*(len(a.keys)+len(a.names.ends)+len(a.papers)+len(a.start)+len(a.ord)))
}

// key returns the key of the tag with an ordinal.
func (a tags) key(ord int) string {
	start := a.keys[ord]
	text := a.blob[start:]
	return string(text[:bytes.IndexByte(text, end)])
}

// find returns the ordinal of the tag with a key.
func (a tags) find(key string) (ord uint32, ok bool) {
	s := wordSpan(a.suffixes, key)
	for i := s.from; i < s.to; i++ {
		if a.begins(i) && a.key(int(a.owner(i))) == key {
			return a.owner(i), true
		}
	}
	return 0, false
}
