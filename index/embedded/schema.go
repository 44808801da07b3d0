package embedded

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// What a Bleve document of one paper consists of. Its id is the paper's number
// in eight hex digits, so that a put replaces.
//
//	title, abstract   surface forms with positions
//	venue             surface forms with positions
//	id                the paper's id and "doi:" and its DOI, in lower case
//	columns           stored, not indexed: everything else (columns.go)
//
// Reasons for each layout version:
//
//	1   the first
//	2   each venue of a joint conference, the start of the title and the name before its
//	    colon are columns; names of authors are matched by the columns, not by a field
//	    of their own
const layout = 2

// schema changes with the layout and with the rules of analysis. An index of
// another schema is begun anew.
const schema = layout*1000 + analysis.Version

const (
	titleField    = "title"
	abstractField = "abstract"
	venueField    = "venue"
	idField       = "id"
	columnsField  = "columns"
)

// stateKeys are the internal keys under which the batches of one Apply say what
// they brought, each its own.
var stateKeys = func() (keys [maxBatches][]byte) {
	for i := range keys {
		keys[i] = []byte("paperboy")
		if i > 0 {
			keys[i] = strconv.AppendInt(keys[i], int64(i), 10)
		}
	}
	return keys
}()

// state is how far the index has followed which store: all changes up to
// Sequence are in it, and those of Ahead.
type state struct {
	Store    string        `json:"store"`
	Schema   int           `json:"schema"`
	Sequence data.Sequence `json:"sequence"`
	Ahead    span          `json:"ahead,omitzero"`
}

// span is the changes above After, up to Through.
type span struct {
	After   data.Sequence `json:"after"`
	Through data.Sequence `json:"through"`
}

// readState reads the state of a snapshot; ok is false where there is none.
func readState(snapshot *scorch.IndexSnapshot) (s state, ok bool, err error) {
	var said []state
	for _, key := range stateKeys {
		raw, err := snapshot.GetInternal(key)
		if err != nil {
			return state{}, false, fmt.Errorf("read index state: %w", err)
		}
		if raw == nil {
			continue
		}
		one, err := decodeState(raw)
		if err != nil {
			return state{}, false, err
		}
		said = append(said, one)
	}
	if len(said) == 0 {
		return state{}, false, nil
	}
	return together(said), true, nil
}

// together is the state that batches have said: its position is the end of what
// is in the index without a gap.
func together(said []state) state {
	slices.SortFunc(said, func(a, b state) int { return cmp.Compare(a.Ahead.After, b.Ahead.After) })
	s := slices.MaxFunc(said, func(a, b state) int { return cmp.Compare(a.Sequence, b.Sequence) })
	for _, one := range said {
		if one.Ahead.After <= s.Sequence {
			s.Sequence = max(s.Sequence, one.Ahead.Through)
		}
	}
	s.Ahead = span{}
	return s
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
	id      string
	idField *field
	fields  []bleve.Field
}

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
	packed := t.newField(columnsField, bleve.StoreField)
	packed.value = columns.encode()
	d := &t.documents.take(1)[0]
	d.id = documentID(n)
	d.fields = append(t.lists.take(fieldsPerDocument)[:0],
		title, abstract,
		t.field(venueField, p.Venue),
		t.termField(idField, bleve.IndexField|bleve.SkipFreqNorm, ids...),
		packed)
	d.idField = t.termField("_id", bleve.IndexField|bleve.StoreField, d.id)
	d.idField.value = []byte(d.id)
	return d
}

const fieldsPerDocument = 6

func (d *document) ID() string  { return d.id }
func (d *document) AddIDField() { d.fields = append(d.fields, d.idField) }

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
