package datacitexml

import (
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

func TestRead(t *testing.T) { formattest.Goldens(t, Format()) }

func FuzzRead(f *testing.F) { formattest.FuzzGoldens(f, Format()) }

func TestTypeOf(t *testing.T) {
	for _, c := range []struct {
		general, said string
		want          data.Type
	}{
		{"JournalArticle", "", data.TypeArticle},
		{"Dissertation", "", data.TypeThesis},
		{"ConferenceProceeding", "", data.TypeBook},
		{"ComputationalNotebook", "", data.TypeSoftware},
		{"Text", "Working_Paper", data.TypeReport},
		{"Other", "Book chapter", data.TypeChapter},
		{"Collection", "articles", ""},
		{"Model", "", ""},
		{"PhysicalObject", "", ""},
	} {
		if got := typeOf(c.general, c.said); got != c.want {
			t.Errorf("%s, %q is %q, want %q", c.general, c.said, got, c.want)
		}
	}
}
