package dailypapers

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

const pageFile = "fixtures/hf/html/2024-08-01_huggingface.co_papers.html"

func TestPage(t *testing.T) {
	records, rejects := formattest.Read(t, readPage, open(t, pageFile))
	if len(records) != 13 || len(rejects) > 0 {
		t.Fatalf("%d papers, rejects %v, want 13 and none", len(records), rejects)
	}
	p := records[0].Paper
	if p.ID != "arxiv:2407.21783" || p.Title != "The Llama 3 Herd of Models" || len(p.Authors) != 533 || *p.Upvotes != 94 || *p.Comments != 5 ||
		p.Date.String() != "2024-07-31" || p.Featured.String() != "2024-08-01" || !strings.HasPrefix(p.Abstract, "Modern artificial intelligence") {
		t.Errorf("the first paper is %+v", p)
	}
}

// TestCards reads a page without its JSON, and compares what cards show with the JSON.
func TestCards(t *testing.T) {
	in := open(t, pageFile)
	full, _ := formattest.Read(t, readPage, open(t, pageFile))
	page, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`data-props="[^"]*"`).ReplaceAll(page, nil)
	records, rejects := formattest.Read(t, readPage, format.Input{Reader: strings.NewReader(string(bare)), Location: in.Location})
	if len(rejects) > 0 {
		t.Errorf("rejects %v", rejects)
	}
	shown := func(records []data.Record) (papers []data.Paper) {
		for _, r := range records {
			p := r.Paper
			papers = append(papers, data.Paper{
				ID: p.ID, Title: p.Title, AuthorCount: p.AuthorCount, Upvotes: p.Upvotes, Comments: p.Comments, Featured: p.Featured,
			})
		}
		return papers
	}
	if diff := cmp.Diff(shown(full), shown(records)); diff != "" {
		t.Errorf("cards and JSON differ (-json +cards):\n%s", diff)
	}
}

func escape(json string) string { return strings.ReplaceAll(json, `"`, "&quot;") }

func TestPageShapes(t *testing.T) {
	const daily, found = `{"paper":{"id":"2405.00001","title":"Daily"}}`, `{"paper":{"id":"2405.00002","title":"Found"}}`
	list := func(props string) string {
		return `<!doctype html><div data-target="DailyPapers" data-props="` + escape(props) + `"></div>`
	}
	card := func(id, title string) string {
		return `<article><h3><a href="/papers/` + id + `">` + title + `</a></h3><div class="leading-none">-</div><p>An abstract.</p> <div>1 author</div></article>`
	}
	for name, test := range map[string]struct{ page, want string }{
		"a search":          {list(`{"dailyPapers":[` + daily + `],"searchResults":[` + found + `],"dateString":"2026-03-06","periodType":"day"}`), "Found "},
		"a day":             {list(`{"dailyPapers":[` + daily + `],"dateString":"2026-03-06","periodType":"day"}`), "Daily 2026-03-06"},
		"a week":            {list(`{"dailyPapers":[` + daily + `],"dateString":"2026-03-06","periodType":"week"}`), "Daily "},
		"one paper":         {`<div data-target="PaperContent" data-props="` + escape(daily) + `"></div>`, "Daily "},
		"twice the cards":   {`<html>` + card("2405.00003", "A <span class=highlight>Card</span>") + card("2405.00003", "A Card"), "A Card "},
		"a page of 2023":    {`<!doctype html><title>Daily Papers</title><main><div class="SVELTE_HYDRATER contents" data-props="` + escape(`{"date":"2023-06-01","dailyPapers":[`+daily+`]}`) + `" data-target="DailyPapers"></div></main>`, "Daily 2023-06-01"},
		"saved in one file": {"<!doctype html><html><title>Daily Papers - Hugging Face</title><article><h3><a href=https://huggingface.co/papers/2405.00005>Saved</a></h3></article>", "Saved "},
		"broken JSON":       {list(`{"dailyPapers":[`) + card("2405.00004", "Card"), "Card "},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniffPage([]byte(test.page)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.Read(t, readPage, format.Input{Reader: strings.NewReader(test.page)})
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d papers, rejects %v, want 1 and none", len(records), rejects)
			}
			if got := records[0].Paper.Title + " " + records[0].Paper.Featured.String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestOtherPages checks that pages with links that resemble those to Daily Papers are left to others.
func TestOtherPages(t *testing.T) {
	for _, page := range []string{
		`<!doctype html><html><a href="/papers/w29971">A working paper</a>`,
		`<!doctype html><html><meta name="citation_title" content="T"><a href="https://huggingface.co/papers/2405.00001">discussed here</a>`,
	} {
		if sniffPage([]byte(page)) {
			t.Errorf("%s is taken for a page of Daily Papers", page)
		}
	}
}

func TestPageWithoutPapers(t *testing.T) {
	for _, err := range readPage(t.Context(), format.Input{Reader: strings.NewReader(`<html><a href="/papers/x">none</a>`)}) {
		if err == nil || err.Error() != "the page shows no papers" {
			t.Errorf("error %v, want that the page shows no papers", err)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add(`<div data-target="DailyPapers" data-props="{&quot;dailyPapers&quot;:[{&quot;paper&quot;:{&quot;id&quot;:&quot;2405.00001&quot;}}]}"></div>`)
	f.Add(`<article><h3><a href="/papers/2407.21783#x">T</a></h3><div class="leading-none">94</div><a href="/papers/2407.21783#community">5</a>533 authors<time datetime="2024-07-31T00:00:00Z"></article>`)
	f.Fuzz(func(t *testing.T, page string) {
		for range readPage(t.Context(), format.Input{Reader: strings.NewReader(page)}) {
		}
	})
}
