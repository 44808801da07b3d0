package embedded

import (
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/analysis"
	"paperboy/index/query"
)

// compound is what a hyphenated word asks for: its parts next to each other, by their
// stems (function words by their forms), or the stem of all parts as one word.
type compound struct {
	tokens []analysis.Token
	parts  []*term
	joined *term
}

// compound is the term of a hyphenated word. It selects papers; what its parts are worth
// is scored as ever, so its frequencies say no more than where it stands.
func (p *plan) compound(text string) *term {
	c := &compound{tokens: analysis.QueryTokens(nil, text)}
	var name, joined strings.Builder
	for i, t := range c.tokens {
		part := p.form(t.Form)
		if !analysis.IsFunctionWord(t.Form) {
			part = p.stem(t.Form)
		}
		c.parts = append(c.parts, part)
		if i > 0 {
			name.WriteByte(' ')
		}
		name.WriteString(part.name)
		joined.WriteString(t.Form)
	}
	c.joined = p.stem(joined.String())
	return p.term(term{name: "compound " + name.String(), compound: c}, func(*textIndex) []pick { return nil })
}

// addCompound is the papers of part i with a compound.
func (p *plan) addCompound(c *compound, i int) postings {
	inTitle, inAbstract := p.compoundSets(c, i, p.view.parts[i].live)
	var found postings
	either := slices.Clone(inTitle)
	either.or(inAbstract)
	for doc := range either.each {
		var title, abstract uint32
		if inTitle.has(doc) {
			title = 1
		}
		if inAbstract.has(doc) {
			abstract = 1
		}
		found.docs = append(found.docs, doc)
		found.tf = append(found.tf, newFrequency(title, abstract))
	}
	return found
}

// compoundSets are the papers of part i with a compound in their title and in their
// abstract. Its words are looked for next to each other in no papers but those of among.
func (p *plan) compoundSets(c *compound, i int, among bitset) (inTitle, inAbstract bitset) {
	for _, f := range []struct {
		name  string
		field query.Field
		set   *bitset
	}{{titleField, query.Title, &inTitle}, {abstractField, query.Abstract, &inAbstract}} {
		*f.set = newBitset(p.view.parts[i].papers)
		setTerm(p.sum(c.joined, i), f.field, *f.set)
		p.fail(p.setCompound(c, f.name, f.field, i, among, *f.set))
	}
	return inTitle, inAbstract
}

// setCompound sets those papers of among, in part i, in one of Bleve's fields of which the
// parts of a compound stand next to each other.
func (p *plan) setCompound(c *compound, name string, field query.Field, i int, among, into bitset) error {
	part := &p.view.parts[i]
	candidates := slices.Clone(among)
	candidates.andNot(into)
	for _, t := range c.parts {
		has, ok := p.papersWith(t, field, i)
		if !ok {
			return nil
		}
		candidates.and(has)
	}
	if n := candidates.count(); n == 0 || !p.spend(float64(n*len(c.parts)*positionsWork)) {
		return nil
	}
	return part.readPositions(name, func() ([]segment.PostingsList, error) {
		return part.readCompound(c, name, i, candidates, into)
	})
}

// readCompound sets the candidates in which the parts of a compound stand next to each
// other, and returns what it has read; i is the place of the part.
func (p *part) readCompound(c *compound, name string, i int, candidates, into bitset) ([]segment.PostingsList, error) {
	readers, lists, err := p.stemReaders(c.parts, name, i)
	if err != nil {
		return nil, err
	}
	var starts, next []int
	for doc := range candidates.each {
		for k, r := range readers {
			positions, err := r.positions(doc)
			if err != nil {
				return nil, err
			}
			next = next[:0]
			for _, position := range positions {
				start := position - c.tokens[k].Position
				if k == 0 || slices.Contains(starts, start) {
					next = append(next, start)
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			into.set(doc)
		}
	}
	return lists, nil
}

// stemReader reads the positions of all forms of a term in one field, paper by paper.
type stemReader struct {
	forms []formReader
	list  []int
}

type formReader struct {
	iterator segment.PostingsIterator
	next     segment.Posting // the first at or after the last paper asked for; nil at the end
}

// stemReaders are those of some terms in one of Bleve's fields, and the lists that they
// read; i is the place of the part.
func (p *part) stemReaders(terms []*term, name string, i int) ([]*stemReader, []segment.PostingsList, error) {
	dictionary, err := p.segment.Dictionary(name)
	if err != nil {
		return nil, nil, err
	}
	readers := make([]*stemReader, len(terms))
	var lists []segment.PostingsList
	for k, t := range terms {
		if readers[k], lists, err = p.text.newStemReader(dictionary, t.picks[i], lists); err != nil {
			return nil, nil, err
		}
	}
	return readers, lists, nil
}

// newStemReader appends what it reads to lists.
func (x *textIndex) newStemReader(dictionary segment.TermDictionary, picks []pick, lists []segment.PostingsList) (*stemReader, []segment.PostingsList, error) {
	r := &stemReader{}
	for _, k := range picks {
		for rank, form := range x.formsOf(k.group) {
			if k.some != nil && !k.some.has(uint32(rank)) {
				continue
			}
			list, err := dictionary.PostingsList([]byte(x.forms.at(int(form))), nil, nil)
			if err != nil {
				return nil, nil, err
			}
			iterator := list.Iterator(true, false, true, nil)
			first, err := iterator.Next()
			if err != nil {
				return nil, nil, err
			}
			if first != nil {
				r.forms = append(r.forms, formReader{iterator, first})
				lists = append(lists, list)
			}
		}
	}
	return r, lists, nil
}

// positions are those in a paper, which comes after the papers asked for before. They
// are valid until the next call.
func (r *stemReader) positions(doc uint32) ([]int, error) {
	r.list = r.list[:0]
	for i := range r.forms {
		f := &r.forms[i]
		if f.next != nil && f.next.Number() < uint64(doc) {
			next, err := f.iterator.Advance(uint64(doc))
			if err != nil {
				return nil, err
			}
			f.next = next
		}
		if f.next != nil && f.next.Number() == uint64(doc) {
			for _, l := range f.next.Locations() {
				r.list = append(r.list, int(l.Pos()))
			}
		}
	}
	return r.list, nil
}
