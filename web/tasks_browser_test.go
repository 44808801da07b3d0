package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/fetch/fetchtest"
	"paperboy/data/format"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
)

// TestBrowserTasks does ten tasks of somebody who has never seen Paperboy, by what is seen on the
// pages. Each has a limit of clicks; the table of clicks, keys and seconds is logged.
func TestBrowserTasks(t *testing.T) {
	var table strings.Builder
	rows := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(rows, "task\tclicks\tmax\tkeys\tseconds")
	for _, task := range []struct {
		name string
		max  int // clicks
		do   func(*testing.T) *person
	}{
		{"find a known paper by half its title", 1, taskKnownPaper},
		{"everything a person wrote since 2023", 2, taskPerson},
		{"save five papers to a new list and export BibTeX", 8, taskList},
		{"follow a topic by mail", 4, taskMail},
		{"what is new today", 1, taskToday},
		{"papers like two but not a third", 5, taskSimilar},
		{"add a paper from an arXiv address", 2, taskAdd},
		{"undo a wrong merge", 4, taskUndo},
		{"a paper with formulas", 1, taskFormulas},
		{"find the PDF on a phone", 1, taskPhone},
	} {
		t.Run(task.name, func(t *testing.T) {
			p := task.do(t)
			if p.clicks > task.max {
				t.Errorf("%d clicks, max %d", p.clicks, task.max)
			}
			fmt.Fprintf(rows, "%s\t%d\t%d\t%d\t%.1f\n", task.name, p.clicks, task.max, p.keys, time.Since(p.begun).Seconds())
		})
	}
	rows.Flush()
	t.Log("\n" + table.String())
}

// amid is a server with records amid those of collection, whose clock stands at taskDay.
func amid(t *testing.T, records ...data.Record) http.Handler {
	t.Helper()
	o := collectionOptions(t, append(collection(), records...)...)
	o.Now = func() time.Time { return taskDay }
	return newHandler(t, api.New(o))
}

var taskDay = time.Date(2025, 11, 13, 12, 0, 0, 0, time.UTC)

func taskKnownPaper(t *testing.T) *person {
	p := newPerson(t, amid(t))
	p.ask("the entropy formula for the")
	p.click("The entropy formula for the Ricci flow and its geometric applications")
	p.heading("The entropy formula for the Ricci flow and its geometric applications")
	if got := p.address(); !strings.HasPrefix(got, "/papers/arxiv:math/0211159") {
		t.Errorf("it leads to %s", got)
	}
	return p
}

func taskPerson(t *testing.T) *person {
	var records []data.Record
	for year := 2019; year <= 2025; year++ {
		for _, authors := range [][]string{{"Grace Hopper", "Ada Lovelace"}, {"Ada Lovelace"}, {"Grace Hopperman"}} {
			title := fmt.Sprintf("Compilers in %d, for %s", year, strings.Join(authors, " with "))
			records = append(records, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("t:%d-%d", year, len(records))), Title: title, Authors: authors, Date: data.Date{Year: year}}})
		}
	}
	p := newPerson(t, amid(t, records...))
	p.ask("grace hopper")
	p.click("Grace Hopper")
	p.heading("Grace Hopper")
	p.click("From")
	p.write("2023")
	p.enter()
	want := []string{"Compilers in 2023, for Grace Hopper with Ada Lovelace", "Compilers in 2024, for Grace Hopper with Ada Lovelace", "Compilers in 2025, for Grace Hopper with Ada Lovelace"}
	p.waitFor(func() (string, bool) {
		got := p.hits()
		slices.Sort(got)
		return fmt.Sprint(got), slices.Equal(got, want)
	}, fmt.Sprint(want))
	return p
}

func taskList(t *testing.T) *person {
	p := newPerson(t, amid(t))
	downloads := t.TempDir()
	if _, err := chromedp.Call(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: downloads}); err != nil {
		t.Fatal(err)
	}
	p.ask("neural speech")
	titles := p.hits()[:5]
	for _, title := range titles {
		p.click("Select " + title)
	}
	p.click("Save to a list")
	p.waitFor(func() (string, bool) { got := p.seen("dialog[open] h1"); return got, got == "Save 5 papers to a list" }, "the dialog")
	p.write("Thesis")
	p.enter()
	p.click("Thesis")
	p.heading("Thesis")
	p.click("BibTeX")
	text := p.waitFor(func() (string, bool) {
		files, _ := filepath.Glob(filepath.Join(downloads, "*.bib"))
		if len(files) != 1 {
			return fmt.Sprint(files), false
		}
		text, err := os.ReadFile(files[0])
		return string(text), err == nil && strings.Count(string(text), "\n@") >= 4
	}, "a BibTeX file")
	if got := strings.Count("\n"+text, "\n@"); got != 5 {
		t.Errorf("the file has %d entries, want 5", got)
	}
	for _, title := range titles {
		if !strings.Contains(text, title+"}") {
			t.Errorf("the file lacks %q:\n%s", title, text)
		}
	}
	return p
}

// growing is a server with records to which others can be added.
func growing(t *testing.T, records ...data.Record) (*api.Service, func(...data.Record)) {
	t.Helper()
	papers, err := sqlite.OpenWith(t.Context(), filepath.Join(t.TempDir(), "store.db"), sqlite.Options{Now: func() time.Time { return taskDay }})
	if err != nil {
		t.Fatal(err)
	}
	in := library.Open(library.Options{Store: papers, Index: indextest.NewOracle(papers.Identity())})
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
	add := func(records ...data.Record) {
		t.Helper()
		report, err := in.Ingest(t.Context(), format.Records(func(yield func(data.Record, error) bool) {
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
		}), ingest.RunOptions{})
		if err != nil || report.Accepted != len(records) {
			t.Fatalf("ingest: %+v, %v", report, err)
		}
		if err := in.WaitVisible(t.Context(), report.Sequence); err != nil {
			t.Fatal(err)
		}
	}
	add(records...)
	return api.New(api.Options{Library: in, Access: newAccess(t, access.Options{Token: token, Store: papers}), Now: func() time.Time { return taskDay }}), add
}

func taskMail(t *testing.T) *person {
	about := func(title string) data.Record {
		return data.Record{Paper: data.Paper{ID: data.ID("t:" + strings.ReplaceAll(title, " ", "-")), Title: title, Abstract: "We study " + title + " at length."}, Origin: data.Provenance{Source: "test", Fetched: taskDay}}
	}
	service, add := growing(t, about("graph theory of old"))
	box := withMail(t, service)
	p := newPerson(t, newHandler(t, service))
	p.ask("graph")
	p.click("Subscribe by email")
	p.heading("Get new papers by email")
	p.click("Email address")
	p.write("ada@example.org")
	p.enter()
	p.heading("Check your email")
	box.step(t, service)
	if len(box.emails) != 1 {
		t.Fatalf("%d emails, want 1", len(box.emails))
	}
	p.open(box.links(t, 0)[0]) // a click in the program for mail
	p.clicks++
	p.click("Confirm subscription")
	p.waitFor(func() (string, bool) { got := p.seen(".notice"); return got, got == "You are subscribed." }, "subscribed")
	add(about("graph colouring"), about("knot theory"))
	box.now = box.now.Add(48 * time.Hour)
	box.step(t, service)
	if len(box.emails) != 2 {
		t.Fatalf("%d emails, want one with the new paper", len(box.emails)-1)
	}
	if text := textOf(t, box.emails[1]); !strings.Contains(text, "graph colouring") || strings.Contains(text, "knot theory") || strings.Contains(text, "of old") {
		t.Errorf("the email says\n%s", text)
	}
	return p
}

func taskToday(t *testing.T) *person {
	var records []data.Record
	for i := range 15 {
		day := data.Date{Year: 2025, Month: 11, Day: 13 - i/12}
		votes := 20 - i
		records = append(records, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("arxiv:2511.%05d", i+1)), Title: fmt.Sprintf("News of the %dth, number %d", day.Day, i+1), Date: data.Date{Year: 2025, Month: 11, Day: 10}, Featured: day, FeaturedDays: []data.Date{day}, Upvotes: &votes}})
	}
	p := newPerson(t, amid(t, records...))
	if !p.inSight(".hit h2 a, .hit h3 a") || !strings.HasPrefix(p.hits()[0], "News of the 13th") {
		t.Errorf("the first page begins with %q", p.hits()[0])
	}
	p.click("Daily")
	p.heading("Thursday, 13 November 2025")
	var want []string
	for i := range 12 {
		want = append(want, records[i].Paper.Title)
	}
	p.lists(want)
	return p
}

func taskSimilar(t *testing.T) *person {
	var records []data.Record
	for i, paper := range [][2]string{
		{"Coloring sparse graphs", "We color sparse graphs with few colors. Planar graphs need four colors."},
		{"Minors of planar graphs", "We find minors of planar graphs and bound their treewidth by an energy."},
		{"Molecules as graphs", "Energy of molecules: energy of bonds, of the bonds the energy, free energy, and energy of energy. Energy."},
		{"Treewidth and colors", "Planar graphs of small treewidth need few colors."},
		{"Energy of bonds", "Energy of bonds, of few bonds."},
	} {
		records = append(records, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("t:graph-%d", i)), Title: paper[0], Abstract: paper[1], Date: data.Date{Year: 2025}}})
	}
	p := newPerson(t, amid(t, records...))
	p.ask("planar graphs")
	p.click("Select Coloring sparse graphs")
	p.click("Select Minors of planar graphs")
	p.click("Find similar")
	p.heading("Find similar papers")
	energy := func() (percent int) { // what the word of the third paper counts
		_, rest, _ := strings.Cut(p.seen(".steering ul"), "energy ")
		_, _ = fmt.Sscanf(rest, "%d%%", &percent)
		return percent
	}
	before, weight := p.hits(), energy()
	p.click("but not like (optional)")
	p.write("molecules as gra")
	p.enter()
	p.click("Molecules as graphs", "Which paper do you mean")
	seeds := func() string { return fmt.Sprint(texts(p.document().Find(".seeds li > a:first-of-type"))) }
	p.waitFor(func() (string, bool) { got := seeds(); return got, strings.Contains(got, "Molecules as graphs") }, "the third paper")
	if got := seeds(); !strings.Contains(got, "Coloring sparse graphs") || !strings.Contains(got, "Minors of planar graphs") || p.document().Find(".seeds .unliked").Length() != 1 {
		t.Errorf("compared with %s", got)
	}
	if after := p.hits(); len(after) == 0 || after[0] != "Treewidth and colors" || !slices.Contains(before, "Molecules as graphs") || slices.Contains(after, "Molecules as graphs") {
		t.Errorf("like two papers: %q, but not like a third: %q", before, after)
	}
	if less := energy(); weight == 0 || less >= weight {
		t.Errorf("the third paper's word counts %d%%, before %d%%", less, weight)
	}
	return p
}

func taskAdd(t *testing.T) *person {
	p := newPerson(t, newFetchingHandler(t, api.AddLocal, fetchtest.New(t)))
	p.ask("https://arxiv.org/abs/2501.01234")
	p.click("Add it")
	p.outcome("1 paper added")
	p.click("On Papers and Their Readers")
	p.heading("On Papers and Their Readers")
	return p
}

func taskUndo(t *testing.T) *person {
	handler, _ := newMerged(t)
	p := newPerson(t, handler)
	p.ask("child-directed speech")
	p.click("Learning to …")
	p.click("Sources and history…")
	p.click("Not the same paper?", "same title and author")
	p.click("Token or API key")
	p.write(token)
	p.enter()
	p.waitFor(func() (string, bool) {
		got := p.seen(".merges .undone")
		return got, strings.Contains(got, "kept separate from arxiv:2005.02721")
	}, "the merge undone")
	used := *p // what follows checks the outcome
	used.open("/")
	used.ask("child-directed speech")
	if got := used.hits(); len(got) != 2 {
		t.Errorf("the library has %q, want two papers", got)
	}
	return p
}

func taskFormulas(t *testing.T) *person {
	p := newPerson(t, amid(t, data.Record{Paper: data.Paper{ID: "arxiv:2511.09999", Title: `Sharp $\ell_2$ bounds for \emph{sparse} sums`, Authors: []string{"Ada Lovelace"},
		Abstract: `We prove $\|x\|_2 \le \sqrt{n}\,\|x\|_\infty$ and the bound $O(n^{\frac{3}{2}} \log n)$, which is \textbf{tight} up to 5\% of $\sum_{i=1}^{n} x_i$.`, Date: data.Date{Year: 2025, Month: 11, Day: 12}}}))
	p.ask("sharp bounds for sparse sums")
	p.click("Sharp …")
	p.waitFor(func() (string, bool) { got := p.address(); return got, strings.HasPrefix(got, "/papers/") }, "the paper")
	for selector, formulas := range map[string]int{"h1": 1, ".abstract": 3} {
		got := p.seen(selector)
		if n := p.document().Find(selector + " math").Length(); n != formulas || strings.ContainsAny(got, `$\{}`) {
			t.Errorf("%s has %d formulas, want %d, and says %q", selector, n, formulas, got)
		}
	}
	if got := p.seen(".abstract"); !strings.Contains(got, "tight up to 5% of") {
		t.Errorf("the abstract says %q", got)
	}
	// The browser draws them: an exponent is higher than its base, a fraction has two storeys.
	if !evaluate[bool](p.tab, `(() => {
		const box = e => e.getBoundingClientRect();
		const [base, exponent] = document.querySelector('.abstract msup').children, [over, under] = exponent.matches('mfrac') ? exponent.children : exponent.querySelector('mfrac').children;
		return box(exponent).bottom < box(base).bottom && box(over).bottom <= box(under).top && box(document.querySelector('.abstract msqrt')).width > 8;
	})()`) {
		t.Error("the formulas are not drawn")
	}
	return p
}

func taskPhone(t *testing.T) *person {
	p := newPerson(t, amid(t))
	p.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	p.begin()
	p.ask("unixcoder")
	p.click("UniXcoder: Unified Cross-Modal Pre-training for Code Representation")
	p.heading("UniXcoder: Unified Cross-Modal Pre-training for Code Representation")
	const pdf = ".actions .pdf-button"
	if got := p.seen(pdf); got != "PDF" || !p.inSight(pdf) {
		t.Errorf("PDF is %q, in sight: %v", got, p.inSight(pdf))
	}
	if got := p.document().Find(pdf).AttrOr("href", ""); got != "https://arxiv.org/pdf/2203.03850" {
		t.Errorf("PDF leads to %s", got)
	}
	return p
}
