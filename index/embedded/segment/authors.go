package segment

import (
	"paperboy/data"
	"paperboy/index/embedded/schema"
)

// byName are the papers of a lane by an author whom a name matches, ascending. keys are
// the names by ordinal.
func (l *Segment) byName(name data.NameQuery, keys []string) []uint32 {
	candidates := l.byWords(name)
	if len(name.Words()) == 1 {
		return candidates
	}
	return l.FilterByAuthor(candidates, keys, map[uint32]bool{}, name.Matches)
}

// ByFirstAuthor are those whose first author a name matches.
func (l *Segment) ByFirstAuthor(name data.NameQuery, keys []string) []uint32 {
	var found []uint32
	known := map[uint32]bool{}
	for _, doc := range l.byWords(name) {
		ord := l.Columns.Values[schema.Authors].Ordinals(doc)[0]
		is, ok := known[ord]
		if !ok && int(ord) < len(keys) {
			is = name.Matches(keys[ord])
			known[ord] = is
		}
		if is {
			found = append(found, doc)
		}
	}
	return found
}

// byWords are the papers of a lane with each of a name's full words among their authors.
func (l *Segment) byWords(name data.NameQuery) []uint32 {
	return WithAllWords(name, l.Authors.Words.NameWord)
}

// FilterByAuthor are those of some papers that have an author who is meant; known is what is
// known of authors, by ordinal.
func (l *Segment) FilterByAuthor(papers []uint32, keys []string, known map[uint32]bool, isMeant func(key string) bool) []uint32 {
	var found []uint32
	for _, doc := range papers {
		for _, ord := range l.Columns.Values[schema.Authors].Ordinals(doc) {
			is, ok := known[ord]
			if !ok && int(ord) < len(keys) {
				is = isMeant(keys[ord])
				known[ord] = is
			}
			if is {
				found = append(found, doc)
				break
			}
		}
	}
	return found
}

// WithAllWords are the papers that each full word of a name has.
func WithAllWords(name data.NameQuery, papers func(word string, prefix bool) []uint32) []uint32 {
	var all []uint32
	for i, word := range name.FullWords() {
		docs := papers(word, name.IsPrefix(i))
		if i > 0 {
			docs = intersect(all, docs)
		}
		if all = docs; len(all) == 0 {
			return nil
		}
	}
	return all
}
