package bleveindex

import (
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segmentfile"
)

// document is one paper as scorch takes it, for which it is an id. Everything else goes from here
// to segmentfile.Build.
type document struct {
	id    string
	draft segmentfile.Draft
}

// document returns the document of p. The texts are tokenized here, so that the record can include
// their lengths.
func (t *tokenizer) document(n data.Number, p *data.Paper) *document {
	d := &t.documents.take(1)[0]
	d.id = schema.DocumentID(n)
	d.draft = segmentfile.Draft{Number: n, Title: t.tokens(p.Title), Abstract: t.tokens(p.Abstract)}
	record := schema.NewRecord(n, p)
	record.Tokens = uint32(len(d.draft.Title) + len(d.draft.Abstract))
	d.draft.Record = record.Encode()
	return d
}

// Draft returns what is written of the paper.
func (d *document) Draft() *segmentfile.Draft { return &d.draft }

func (d *document) ID() string  { return d.id }
func (d *document) AddIDField() {}

func (d *document) VisitFields(bleve.FieldVisitor)             {}
func (d *document) VisitComposite(bleve.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) Indexed() bool                              { return true }

// Size and the two counts below feed Bleve's statistics, which are not used.
func (d *document) Size() int                 { return 0 }
func (d *document) NumPlainTextBytes() uint64 { return 0 }
func (d *document) StoredFieldsBytes() uint64 { return 0 }
