package bleveindex

import (
	"fmt"
	"strings"
	"testing"

	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index/embedded/schema"
)

// An index of another schema has columns that cannot be read. It is replaced for its schema, and
// not as a damaged one.
func TestOpenOfAnotherSchema(t *testing.T) {
	dir := t.TempDir()
	open := func() *Index {
		x, err := Open(t.Context(), dir, Options{Store: "store", Head: 1})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := open()
	d := x.directory
	paper := d.tokenizers.Get().(*tokenizer).document(1, &data.Paper{ID: "t:1", Title: "A paper"})
	paper.draft.Record = []byte("columns of another schema")
	batch := bleve.NewBatch()
	batch.Update(paper)
	batch.SetInternal(stateKeys[0], state{Store: "store", Schema: schema.Version - 1, Sequence: 1}.encode())
	if err := d.writer.write(func() error { return d.writer.scorch.Batch(batch) }); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = open()
	defer x.Close()
	if want := fmt.Sprintf("its schema is %d, not %d", schema.Version-1, schema.Version); !strings.Contains(x.Fresh(), want) {
		t.Errorf("replaced because %q, want %q", x.Fresh(), want)
	}
}
