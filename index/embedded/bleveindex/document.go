package bleveindex

import (
	"strings"

	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index/embedded/schema"
)

// document is one paper as Bleve takes it. Bleve's own mapping and field types are not used:
// they would tokenize through three layers of allocation.
type document struct {
	id      string
	idField *field
	fields  []bleve.Field
}

// document returns the document of p. The texts are tokenized here, so that the columns can
// include their lengths. Bleve's analysis queue only sees finished fields.
func (t *tokenizer) document(n data.Number, p *data.Paper) *document {
	title, abstract := t.field(schema.TitleField, p.Title), t.field(schema.AbstractField, p.Abstract)
	columns := schema.NewRecord(n, p)
	columns.Tokens = uint32(title.length + abstract.length)
	ids := []string{strings.ToLower(string(p.ID))}
	if p.DOI != "" {
		ids = append(ids, "doi:"+strings.ToLower(p.DOI))
	}
	if p.CitationKey != "" {
		ids = append(ids, string(data.CitationKeyID(p.CitationKey)))
	}
	packed := t.newField(schema.ColumnsField, bleve.StoreField)
	packed.value = columns.Encode()
	d := &t.documents.take(1)[0]
	d.id = schema.DocumentID(n)
	d.fields = append(t.lists.take(fieldsPerDocument)[:0],
		title, abstract,
		t.field(schema.VenueField, p.Venue),
		t.termField(schema.IDField, bleve.IndexField|bleve.SkipFreqNorm, ids...),
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

// Size and the two counts below feed Bleve's statistics, which are not used.
func (d *document) Size() int                 { return 0 }
func (d *document) NumPlainTextBytes() uint64 { return 0 }
func (d *document) StoredFieldsBytes() uint64 { return 0 }

// field is a field that is already tokenized.
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
