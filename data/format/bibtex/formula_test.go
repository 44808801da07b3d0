package bibtex

import (
	"bytes"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
)

// TestFormulaWithSpaces writes a formula in \( and \), with spaces and capitals, and reads it back.
func TestFormulaWithSpaces(t *testing.T) {
	const title = `A surface with \( p_g =q =0, K^2 =1 \) and K3 surfaces`
	var file bytes.Buffer
	w := Format().Write.New(&file, format.WriteOptions{})
	if err := w.Write(data.Paper{Title: title, Authors: []string{"Ada Lovelace"}}, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if want := `{A surface with {{\( p_g =q =0, K^2 =1 \)}} and {K3} surfaces}`; !strings.Contains(file.String(), want) {
		t.Errorf("got %s, want %s", file.String(), want)
	}
	for r, err := range Read(t.Context(), format.Input{Reader: &file}) {
		if err != nil || r.Paper.Title != title {
			t.Errorf("got %q, %v, want %q", r.Paper.Title, err, title)
		}
	}
}
