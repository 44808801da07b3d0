package csl

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/format/formattest"
)

// TestYAML reads lists of items in YAML, alone and in the head of a text.
func TestYAML(t *testing.T) {
	items := "- id: a2009\n  type: article-journal\n  title: 'Two: shapes'\n  author:\n  - family: Moe\n    given: Kari\n  issued:\n  - year: 2009\n    month: 1\n  page: 1-2\n" +
		"- id: b\n  type: book\n  title: B\n  issued: 2010-05\n  author: {literal: A Club}\n"
	indented := "  " + strings.ReplaceAll(strings.TrimSuffix(items, "\n"), "\n", "\n  ") + "\n"
	for name, text := range map[string]string{
		"a list": items, "a document": "---\n" + items + "...\n", "references": "---\nreferences:\n" + indented + "...\n",
		"Markdown": "---\ntitle: My text\nreferences:\n" + items + "---\n\n# Text: [see @b\n",
	} {
		if !sniffYAML([]byte(text)) {
			t.Errorf("%s is not recognized", name)
		}
		records, rejects := formattest.ReadText(t, readYAML, "refs.yaml", text)
		if len(records) != 2 || len(rejects) > 0 {
			t.Errorf("%s: %d records, rejects %q", name, len(records), rejects)
			continue
		}
		a, b := records[0].Paper, records[1].Paper
		got := []string{a.Title, a.Authors[0], a.Date.String(), a.Pages, a.CitationKey, b.Title, b.Groups[0], b.Date.String(), records[1].Entry}
		if diff := cmp.Diff([]string{"Two: shapes", "Kari Moe", "2009-01", "1-2", "a2009", "B", "A Club", "2010-05", "entry 2 (b)"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, text := range []string{"", "title: T\nauthor: A\n", "- buy milk\n- title of it\n", "---\n# Text\n---\n", `{"references": []}`, "TY  - JOUR\n", "references:\n  none\n"} {
		if sniffYAML([]byte(text)) {
			t.Errorf("%q is recognized", text)
		}
	}
	for text, want := range map[string]string{"references:\n- id: [": "not valid YAML", "references: []\n": "no records", "- title: {}\n  id: k\n": "entry 1 (k) "} {
		if records, rejects := formattest.ReadText(t, readYAML, "refs.yaml", text); len(records) > 0 || len(rejects) != 1 || !strings.Contains(rejects[0], want) {
			t.Errorf("%q: %d records, rejects %q, want %q", text, len(records), rejects, want)
		}
	}
}

func FuzzYAML(f *testing.F) {
	f.Add("references:\n- id: a\n  title: T\n  issued: 2001\n  author: [{family: A}]\n")
	f.Add("- &a {title: *a, issued: {date-parts: [[*a]]}}")
	formattest.Fuzz(f, YAML())
}
