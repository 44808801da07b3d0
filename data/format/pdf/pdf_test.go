package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// TestIDsAndTitles reads PDFs as papers come in them.
func TestIDsAndTitles(t *testing.T) {
	body := []string{"Ada|Lovelace", "We|read|papers|in|many|\\013orts|and|\\014nd|them."}
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"arXiv's stamp": {
			sheet("", stamp+lines("Attention|Is|All|Y)80(ou|Need", body...)),
			"arxiv:1706.03762 [] | Attention Is All You Need |  [title_from_print]",
		},
		"a cited paper at arXiv is not this one": {
			sheet("", lines("Attention|Is|All|You|Need", "as|in|arXiv:1412.6980|and|others")),
			" [] | Attention Is All You Need |  [title_from_print]",
		},
		"a DOI, title and authors in the metadata": {
			sheet(`/Title (Attention Is All You Need) /Author (Ada Lovelace, Grace Hopper) /Subject (A Journal, doi:10.1000/ABC.1)`, lines("Attention|Is|All|You|Need", body...)),
			"doi:10.1000/abc.1 [] | Attention Is All You Need | Ada Lovelace, Grace Hopper []",
		},
		"arXiv's own entries": {
			sheet(`/DOI (https://doi.org/10.48550/arXiv.1706.03762) /arXivID (https://arxiv.org/abs/1706.03762v7)`, lines("Attention|Is|All|You|Need", body...)),
			"arxiv:1706.03762 [] | Attention Is All You Need |  [title_from_print]",
		},
		"a title of the metadata that no page prints": {
			sheet(`/Title (Another Paper Entirely) /Author (Mallory)`, lines("Attention|Is|All|You|Need", body...)),
			" [] | Attention Is All You Need |  [title_from_print]",
		},
		"the name of a file as title": {
			sheet("/Title (Microsoft Word - attention-final2.doc)", lines("Attention|Is|All|You|Need", body...)),
			" [] | Attention Is All You Need |  [title_from_print]",
		},
		"a printed DOI, in a sentence": {
			sheet("", lines("Attention|Is|All|You|Need", "https://doi.org/10.1000/xyz.5.", "See|10.1000/xyz.5,|too.")),
			"doi:10.1000/xyz.5 [] | Attention Is All You Need |  [title_from_print]",
		},
		"two printed DOIs are those of others": {
			sheet("", lines("Attention|Is|All|You|Need", "10.1000/xyz.5", "10.1000/xyz.6")),
			" [] | Attention Is All You Need |  [title_from_print]",
		},
		"a DOI among the references": {
			sheet("", lines("Attention|Is|All|You|Need", "References", "10.1000/xyz.5")),
			" [] | Attention Is All You Need |  [title_from_print]",
		},
		"a scan with a title in UTF-16": {
			sheet("/Title <FEFF00DC006200650072002000640069006500200042006500770065006700740065006E>", "q Q"),
			" [] | Über die Bewegten |  [title_unchecked]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.Read(t, Read, format.Input{Reader: bytes.NewReader(test.file), Location: "a.pdf"})
			if len(records) != 1 {
				t.Fatalf("%d records, rejects %q", len(records), rejects)
			}
			r := records[0]
			id := string(r.Paper.ID)
			if r.HasContentID() {
				id = ""
			}
			got := fmt.Sprintf("%s %v | %s | %s %v", id, r.Aliases, r.Paper.Title, strings.Join(r.Paper.Authors, ", "), r.Origin.Warnings)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

// TestText reads the encodings of fonts, lines, and words.
func TestText(t *testing.T) {
	composite := newBuilder()
	composite.add("<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R >>")
	composite.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	composite.add("<< /Type /Page /Parent 2 0 R /Contents [4 0 R] /Resources << /Font << /F1 5 0 R >> /XObject << /X 9 0 R >> >> >>")
	composite.add(packed("", "BT /F1 10 Tf 1 0 0 1 50 500 Tm <00010002> Tj 1 0 0 1 61 500 Tm <0003> Tj 1 0 0 1 80 500 Tm <0001> Tj ET /X Do"))
	composite.add("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>")
	composite.add(packed("", "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <0041> endbfchar 1 beginbfrange <0002> <0003> <0062> endbfrange"))
	composite.add("<< /Type /Font /Subtype /CIDFontType2 /DW 500 /W [1 [600] 2 3 500] >>")
	composite.add(packed("/Type /Metadata", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description rdf:about="" xmlns:dc="d" xmlns:prism="p"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Abc A and more words</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li><rdf:li>Grace Hopper</rdf:li></rdf:Seq></dc:creator><prism:doi>10.1000/PRISM</prism:doi></rdf:Description></rdf:RDF></x:xmpmeta>`))
	composite.add(packed("/Type /XObject /Subtype /Form", "BT /F1 10 Tf 50 480 Td <0003> Tj ET"))
	d, err := Open(composite.file())
	if err != nil {
		t.Fatal(err)
	}
	want := Document{IDs: []data.ID{"doi:10.1000/prism"}, Title: "Abc A and more words", Authors: []string{"Ada Lovelace", "Grace Hopper"}, Largest: "Abc A c", Text: "\nAbc A\nc\n", letters: "abcac"}
	if diff := cmp.Diff(want, d, cmp.AllowUnexported(Document{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}

	simple, err := Open(sheet("", "BT /F2 10 Tf 50 500 Td (caf\\351 \\(x\\)\\\n) Tj T* 0 -20 Td (next) ' ET BI /W 1 ID \x00(\nEI BT /F1 10 Tf (\\344\\013) Tj ET"))
	if err != nil || !strings.Contains(simple.Text, "café (x)\nnext") || !strings.Contains(simple.Text, "äff") {
		t.Errorf("text %q, %v", simple.Text, err)
	}
	if !simple.Prints("CAFE: X!") && !simple.Prints("café x next") || simple.Prints("") || simple.Prints("x café") {
		t.Errorf("Prints is wrong for %q", simple.Text)
	}
}

// TestObjectStreams reads objects from an object stream, with trailers in a cross-reference stream.
func TestObjectStreams(t *testing.T) {
	b := newBuilder()
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Page /Contents 5 0 R /Resources << /Font << /F2 << /Type /Font >> >> >> >>"}
	header, body := "", ""
	for i, object := range objects {
		header += fmt.Sprintf("%d %d ", i+1, len(body))
		body += object + " "
	}
	b.offsets = make([]int, 3)
	b.add(packed(fmt.Sprintf("/Type /ObjStm /N 3 /First %d", len(header)), header+body))
	b.add(packed("", "BT /F2 12 Tf (A Title of Papers) Tj ET"))
	b.add(packed("/Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R", "table"))
	d, err := Open(b.Bytes())
	if err != nil || d.Largest != "A Title of Papers" {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestNewestObject checks that a later object replaces an earlier one with the same number.
func TestNewestObject(t *testing.T) {
	content := sheet("/Title (One of the Titles)", "q Q")
	content = append(content, "6 0 obj\n<< /Title (Another of the Titles) >>\nendobj\ntrailer << /Root 1 0 R /Info 6 0 R >>\n"...)
	if d, err := Open(content); err != nil || d.Title != "Another of the Titles" {
		t.Errorf("%+v, %v", d, err)
	}
}
