package library

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseSchedule(t *testing.T) {
	feeds, err := ParseSchedule([]string{
		"hf", " hf  30m", "arxiv cs.CL 12h", "arxiv cat:cs.CL AND ti:parsing", "oai", "oai cs 24h", "oai https://x.example/oai set:a 24h", "url https://x.example/feed 1h30m", "hf 1h; oai cs",
	}, 6*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range feeds {
		got = append(got, f.Name()+" / "+f.Every.String())
	}
	want := []string{
		"hf / 6h0m0s", "hf / 30m0s", "arxiv cs.CL / 12h0m0s", "arxiv cat:cs.CL AND ti:parsing / 6h0m0s", "oai https://oaipmh.arxiv.org/oai / 6h0m0s",
		"oai https://oaipmh.arxiv.org/oai cs / 24h0m0s", "oai https://x.example/oai set:a / 24h0m0s", "url https://x.example/feed / 1h30m0s",
		"hf / 1h0m0s", "oai https://oaipmh.arxiv.org/oai cs / 6h0m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"":                  "want hf, arxiv QUERY",
		"hf 2025-11-01":     "want hf, arxiv QUERY",
		"hf 1s":             "want at least 10m",
		"hf -6h":            "want at least 10m",
		"url papers.jsonl":  "not an http or https address",
		"url file:///x 24h": "not an http or https address",
		"12h":               "want hf, arxiv QUERY",
	} {
		if _, err := ParseSchedule([]string{text}, 6*time.Hour); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}
