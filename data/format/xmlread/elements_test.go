package xmlread_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

type wireNote struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

func TestElements(t *testing.T) {
	deep := strings.Repeat("<x>", 300)
	for name, test := range map[string]struct {
		in, want, err string
	}{
		"two":               {`<?xml version="1.0"?><a:s xmlns:a="u"><a:note key="1">A &eacute;</a:note><b><note/></b></a:s>`, "1 [s] 1 A é; 2 [s b]  ", ""},
		"within each other": {`<s><note>A<note>B</note></note><note>C</note></s>`, "1 [s]  A; 2 [s]  C", ""},
		"Latin 1":           {"<?xml version='1.0' encoding='ISO-8859-1'?><note>\xe9</note>", "1 []  é", ""},
		"none":              {"<s><t/></s>", "", ""},
		"unclosed":          {"<s><note>A</note><note>B", "1 [s]  A", "the XML ends in the middle: an element is not closed"},
		"not well-formed":   {"<s><note>A</note>\n<note>B</s>", "1 [s]  A", "not well-formed XML: line 2: element <note> closed by </s>"},
		"a stray end":       {"<s></s></t>", "", "not well-formed XML: line 1: unexpected end element </t>"},
		"a billion laughs":  {`<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><s><note>&b;</note></s>`, "1 [s]  ", ""},
		"deep":              {deep, "", "elements are nested more than 256 deep"},
		"deep within one":   {"<note>" + strings.Repeat("<x>", 20_000), "", "the XML ends in the middle: an element is not closed"},
		"too long":          {"<s><note>A</note><note>" + strings.Repeat("x", 2*format.MaxEntryBytes), "1 [s]  A", "an element is longer than 16 MiB"},
		"an unknown script": {"<?xml version='1.0' encoding='klingon'?><note>A</note>", "1 []  A", ""},
	} {
		var got []string
		var failed string
		for e, err := range xmlread.Elements[wireNote](strings.NewReader(test.in), "note") {
			if err != nil {
				failed = err.Error()
				continue
			}
			got = append(got, fmt.Sprintf("%d %v %s %s", e.Number, names(e.Within), e.Value.Key, e.Value.Text))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" || failed != test.err {
			t.Errorf("%s: error %q, elements (-want +got):\n%s", name, failed, diff)
		}
	}
}

func names(elements []xml.StartElement) []string {
	names := []string{}
	for _, e := range elements {
		names = append(names, e.Name.Local)
	}
	return names
}

func FuzzElements(f *testing.F) {
	f.Add("<s><note key='1'>A<b/></note></s>")
	f.Add("<!DOCTYPE s><s>&lt;<![CDATA[x]]><note>")
	f.Fuzz(func(t *testing.T, text string) {
		count := 0
		for _, err := range xmlread.Elements[wireNote](strings.NewReader(text), "note") {
			if err == nil {
				count++
			}
		}
		if count > strings.Count(text, "note") {
			t.Errorf("%d elements in %q", count, text)
		}
	})
}

// TestLongXML checks that the length limit applies to an element rather than to the document.
func TestLongDocument(t *testing.T) {
	note, err := xml.Marshal(wireNote{Key: "k", Text: strings.Repeat("x", 1<<20)})
	if err != nil {
		t.Fatal(err)
	}
	var parts []io.Reader
	for range 64 {
		parts = append(parts, strings.NewReader(strings.ReplaceAll(string(note), "wireNote", "note")))
	}
	count := 0
	in := io.MultiReader(append(append([]io.Reader{strings.NewReader("<s>")}, parts...), strings.NewReader("</s>"))...)
	for e, err := range xmlread.Elements[wireNote](in, "note") {
		if err != nil || len(e.Value.Text) != 1<<20 {
			t.Fatalf("element %d: %d bytes, error %v", e.Number, len(e.Value.Text), err)
		}
		count++
	}
	if count != 64 {
		t.Errorf("%d elements, want 64", count)
	}
}

// TestRepeatedText checks that of a repeated element the first is read, and that ids of cited papers
// are no text.
func TestRepeatedText(t *testing.T) {
	var v struct {
		Title xmlread.Text `xml:"title"`
	}
	if err := xml.Unmarshal([]byte(`<a><title></title><title>One <i>x</i> [J. Boats 3<issn>1234-5678</issn><pub-id>10.1/x</pub-id>]</title><title use="issn">Two</title></a>`), &v); err != nil {
		t.Fatal(err)
	}
	if got, want := xmlread.First(v.Title), "One x [J. Boats 3]"; got != want {
		t.Errorf("the title is %q, want %q", got, want)
	}
}
