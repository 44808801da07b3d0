package embedded

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"

	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// What a Bleve document of one paper consists of. Its id is the paper's number
// in eight hex digits, so that a put replaces.
//
//	title, abstract   surface forms with positions
//	author, venue     surface forms with positions; one position is left free
//	                  between two names, so that no phrase spans them
//	id                the paper's id and "doi:" and its DOI, in lower case
//	columns           stored, not indexed: everything else (columns.go)
//
// Reasons for each layout version:
//
//	1   the first
const layout = 1

// schema changes with the layout and with the rules of analysis. An index of
// another schema is begun anew.
const schema = layout*1000 + analysis.Version

const (
	titleField    = "title"
	abstractField = "abstract"
	authorField   = "author"
	venueField    = "venue"
	idField       = "id"
	columnsField  = "columns"
)

// stateKey is the internal key whose value each batch writes.
var stateKey = []byte("paperboy")

// state is how far the index has followed which store.
type state struct {
	Store    string        `json:"store"`
	Schema   int           `json:"schema"`
	Sequence data.Sequence `json:"sequence"`
}

func (s state) position() index.Position { return index.Position{Store: s.Store, Sequence: s.Sequence} }

func (s state) encode() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // three plain fields
	}
	return b
}

func decodeState(b []byte) (state, error) {
	var s state
	if err := json.Unmarshal(b, &s); err != nil {
		return state{}, fmt.Errorf("read index state: %w", err)
	}
	return s, nil
}

func documentID(n data.Number) string { return fmt.Sprintf("%08x", uint32(n)) }

// document is one paper as Bleve takes it. Bleve's own mapping and field types
// are passed by: they would tokenize through three layers of allocation.
type document struct {
	id     string
	fields []bleve.Field
}

// newDocuments lays out the papers of changes, on all cores; nil where a paper
// ends.
func newDocuments(changes []data.Change) []*document {
	documents := make([]*document, len(changes))
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() {
			var t tokenizer
			for i := w; i < len(changes); i += workers {
				if p := changes[i].Paper; p != nil {
					documents[i] = t.document(changes[i].Number, p)
				}
			}
		})
	}
	group.Wait()
	return documents
}

// tokenizer makes documents, one after the other.
type tokenizer struct{ tokens []analysis.Token }

// document lays p out. The texts are tokenized here, so that the columns can
// carry their lengths; Bleve's analysis queue only ever sees finished fields.
func (t *tokenizer) document(n data.Number, p *data.Paper) *document {
	title, abstract := t.field(titleField, p.Title), t.field(abstractField, p.Abstract)
	columns := newRecord(n, p)
	columns.tokens = uint32(title.length + abstract.length)
	ids := []string{strings.ToLower(string(p.ID))}
	if p.DOI != "" {
		ids = append(ids, "doi:"+strings.ToLower(p.DOI))
	}
	return &document{id: documentID(n), fields: []bleve.Field{
		title, abstract,
		t.field(authorField, p.Authors...),
		t.field(venueField, p.Venue),
		termField(idField, bleve.IndexField|bleve.SkipFreqNorm, ids...),
		&field{name: columnsField, value: columns.encode(), options: bleve.StoreField},
	}}
}

func (d *document) ID() string { return d.id }
func (d *document) AddIDField() {
	id := termField("_id", bleve.IndexField|bleve.StoreField, d.id)
	id.value = []byte(d.id)
	d.fields = append(d.fields, id)
}

func (d *document) VisitFields(visit bleve.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

func (d *document) VisitComposite(bleve.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) Indexed() bool                              { return true }

// Size and the two counts below feed Bleve's statistics, which nobody reads.
func (d *document) Size() int                 { return 0 }
func (d *document) NumPlainTextBytes() uint64 { return 0 }
func (d *document) StoredFieldsBytes() uint64 { return 0 }

// field is one finished field.
type field struct {
	name    string
	value   []byte
	options bleve.FieldIndexingOptions
	tokens  bleve.TokenFrequencies
	length  int
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() bleve.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.tokens }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

// termField indexes whole values; the empty one is left out. Bleve reads a term
// from the key of its map, never from the TokenFreq.
func termField(name string, options bleve.FieldIndexingOptions, values ...string) *field {
	f := &field{name: name, options: options, tokens: bleve.TokenFrequencies{}, length: len(values)}
	for _, v := range values {
		if v != "" {
			tf := &bleve.TokenFreq{}
			tf.SetFrequency(1)
			f.tokens[v] = tf
		}
	}
	return f
}

// field indexes the forms of the texts with positions from 1. Bleve's byte
// offsets stay 0: highlighting reads the text, and they were a tenth of the index.
func (t *tokenizer) field(name string, texts ...string) *field {
	tokens := t.tokens[:0]
	for _, text := range texts {
		from, base := len(tokens), 1
		if from > 0 {
			base = tokens[from-1].Position + 2
		}
		tokens = analysis.Tokenize(tokens, text)
		for i := range tokens[from:] {
			tokens[from+i].Position += base
		}
	}
	t.tokens = tokens
	f := &field{name: name, options: bleve.IndexField | bleve.IncludeTermVectors, length: len(tokens)}
	f.tokens = make(bleve.TokenFrequencies, len(tokens))
	for _, token := range tokens {
		tf := f.tokens[token.Form]
		if tf == nil {
			tf = &bleve.TokenFreq{}
			f.tokens[token.Form] = tf
		}
		tf.SetFrequency(tf.Frequency() + 1)
	}
	locations := make([]bleve.TokenLocation, len(tokens))
	pointers := make([]*bleve.TokenLocation, len(tokens))
	for i, token := range tokens {
		locations[i].Position = token.Position
		tf := f.tokens[token.Form]
		if tf.Locations == nil {
			n := tf.Frequency()
			tf.Locations, pointers = pointers[:0:n], pointers[n:]
		}
		tf.Locations = append(tf.Locations, &locations[i])
	}
	return f
}
