package segmentfile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"

	"paperboy/data"
	"paperboy/index/analysis"
)

// Draft is a paper that is to be written. Its tokens are those of analysis.Tokenize.
type Draft struct {
	Number          data.Number
	Record          []byte
	Title, Abstract []analysis.Token
}

// Build returns a segment of papers, which is not on disk yet. It sorts them by their numbers.
func Build(papers []*Draft) (*File, error) {
	b := builders.Get().(*builder)
	defer builders.Put(b)
	slices.SortFunc(papers, func(p, q *Draft) int { return cmp.Compare(p.Number, q.Number) })
	return b.build(papers)
}

// builder is memory for building one segment after the other.
type builder struct {
	ids         map[string]uint32 // of forms, in the order in which they came
	forms       []string          // by id, then sorted
	occurrences []uint32          // likewise
	tokens      []uint32          // id of each token
	places      []uint32          // of each id among the sorted forms
	codes       Codes
	words       []byte
	hidden      []byte
	readings    []uint32
}

var builders = sync.Pool{New: func() any { return &builder{ids: map[string]uint32{}} }}

// maxForms bounds the forms of a map that is kept for the next segment: clearing it costs its
// capacity.
const maxForms = 1 << 16

func (b *builder) build(papers []*Draft) (*File, error) {
	defer b.forget()
	b.forms, b.occurrences, b.tokens = b.forms[:0], b.occurrences[:0], b.tokens[:0]
	numbers := make([]uint32, len(papers))
	for i, p := range papers {
		numbers[i] = uint32(p.Number)
		b.count(p.Title)
		b.count(p.Abstract)
	}
	b.sort()
	var out bytes.Buffer
	w := newFileWriter(&out, func(int) {})
	if err := w.begin(numbers, appendDictionary(nil, b.forms, b.occurrences)); err != nil {
		return nil, err
	}
	ids := b.tokens
	for _, p := range papers {
		b.words, b.hidden = b.words[:0], b.hidden[:0]
		b.text(p.Title, ids, 0)
		b.words = append(b.words, EndOfTitle)
		ids = ids[len(p.Title):]
		b.text(p.Abstract, ids, 1)
		ids = ids[len(p.Abstract):]
		if err := w.papers.add(&Paper{p.Record, b.words, b.hidden}); err != nil {
			return nil, err
		}
	}
	if err := w.end(); err != nil {
		return nil, err
	}
	return parse(out.Bytes(), "", func() error { return nil })
}

// forget drops the forms, which may share memory with the texts.
func (b *builder) forget() {
	clear(b.forms)
	if len(b.ids) > maxForms {
		b.ids = map[string]uint32{}
	}
	clear(b.ids)
}

// count notes the forms of tokens.
func (b *builder) count(tokens []analysis.Token) {
	for i := range tokens {
		id, known := b.ids[tokens[i].Form]
		if !known {
			id = uint32(len(b.forms))
			b.ids[tokens[i].Form] = id
			b.forms, b.occurrences = append(b.forms, tokens[i].Form), append(b.occurrences, 0)
		}
		b.occurrences[id]++
		b.tokens = append(b.tokens, id)
	}
}

// sort sorts the forms and gives them codes.
func (b *builder) sort() {
	order := make([]uint32, len(b.forms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return cmp.Compare(b.forms[i], b.forms[j]) })
	forms, occurrences := make([]string, len(order)), make([]uint32, len(order))
	b.places = slices.Grow(b.places[:0], len(order))[:len(order)]
	for place, id := range order {
		forms[place], occurrences[place], b.places[id] = b.forms[id], b.occurrences[id], uint32(place)
	}
	b.forms, b.occurrences = forms, occurrences
	b.codes = newCodes(forms, occurrences)
}

// text writes the words of a title, or of an abstract if field is 1.
func (b *builder) text(tokens []analysis.Token, ids []uint32, field uint64) {
	for from := 0; from < len(tokens); {
		b.readings = b.readings[:0]
		to := from
		for ; to < len(tokens) && tokens[to].Position == tokens[from].Position; to++ {
			form := b.places[ids[to]]
			if code := b.codes.ByForm[form]; code > 0 {
				b.readings = append(b.readings, code)
			} else {
				b.hidden = binary.AppendUvarint(b.hidden, uint64(form)<<1|field)
			}
		}
		b.words = b.codes.appendPlace(b.words, b.readings)
		from = to
	}
}

// appendPlace appends the readings of a place, which it sorts.
func (c *Codes) appendPlace(words []byte, readings []uint32) []byte {
	if len(readings) > 1 {
		c.sortReadings(readings)
	}
	for i, code := range readings {
		if i > 0 {
			words = append(words, SameAgain)
		}
		words = binary.AppendUvarint(words, uint64(code))
	}
	return words
}
