package web

import (
	"bytes"
	"io/fs"
	"reflect"
	"testing"

	"paperboy/data/latex"
)

// pageStructs is the struct that each page's template is executed with.
var pageStructs = map[string]any{
	"home":          homePage{},
	"search":        searchPage{},
	"paper":         paperPage{},
	"neighbourhood": neighbourhoodPage{},
	"similar":       similarPage{},
	"between":       betweenPage{},
	"lists":         listsPage{},
	"list":          listPage{},
	"add":           addPage{},
	"facet":         facetPage{},
	"grid":          gridPage{},
	"receipt":       receiptPage{},
	"rising":        risingPage{},
	"sample":        samplePage{},
	"sign-in":       signInPage{},
	"help":          helpPage{},
	"error":         errorPage{},
}

// TestTemplatesFitTheirStructs executes every template with nothing, which
// takes the empty branches, and with everything, which takes the others. A
// field that a template names and its struct lacks is an error in one of them.
func TestTemplatesFitTheirStructs(t *testing.T) {
	s, err := newSite(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pages {
		zero, ok := pageStructs[name]
		if !ok {
			t.Errorf("page %s has no struct here", name)
			continue
		}
		full := reflect.New(reflect.TypeOf(zero)).Elem()
		fill(full)
		for state, data := range map[string]any{"zero": zero, "full": full.Interface()} {
			var b bytes.Buffer
			if err := s.templates[name].ExecuteTemplate(&b, "layout", data); err != nil {
				t.Errorf("page %s, %s: %v", name, state, err)
			}
			if !bytes.HasSuffix(bytes.TrimSpace(b.Bytes()), []byte("</html>")) {
				t.Errorf("page %s, %s: cut short", name, state)
			}
		}
	}
}

// fill sets every field to something that is not zero, slices to two elements. A
// formula could hold others without end.
func fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[latex.Node]() {
		v.Set(reflect.ValueOf(latex.Node{Kind: latex.Identifier, Text: "x"}))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			fill(f)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.String:
		v.SetString("text")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("fill: " + v.Kind().String())
	}
}

func TestEveryTemplateBelongsToAPage(t *testing.T) {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(pages) + 1; len(names) != want {
		t.Errorf("%d templates, want the layout and %d pages: %v", len(names), len(pages), names)
	}
}
