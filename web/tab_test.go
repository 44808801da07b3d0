package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"paperboy/data/sharedtest"
)

// tab is a tab of a real headless Chromium, connected to a server of this test.
type tab struct {
	*testing.T
	ctx  context.Context
	base string
	// expects is a text that console messages may contain.
	expects string

	mu       sync.Mutex // guards the fields below
	asked    int        // number of requests
	foreign  []string
	problems []string
}

// browserTime is the time limit of a test with a browser. A page takes some tenths of a second,
// axe-core a second more, and a busy machine five times that.
const browserTime = 3 * time.Minute

// newTab opens a tab. At its end, the test fails if the page requested anything from another host,
// or wrote a warning or an error to its console, which a violation of the content policy does.
func newTab(t *testing.T) *tab {
	t.Helper()
	return newTabOn(t, newHandler(t, newService(t, collection()...)))
}

// newTabOn is newTab on another server.
func newTabOn(t *testing.T, handler http.Handler) *tab {
	t.Helper()
	path := chromium()
	if path == "" {
		sharedtest.Require(t, "browser")
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	timed, cancel := context.WithTimeout(context.Background(), browserTime)
	t.Cleanup(cancel)
	// chromedp loses a page that is restored whole from the back-forward cache. Without the cache,
	// going back sends a request, which is the harder case.
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.Flag("disable-features", "Translate,BackForwardCache"),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-component-update", true))
	allocator, cancel := chromedp.NewExecAllocator(timed, options...)
	t.Cleanup(cancel)
	ctx, _ := chromedp.NewContext(allocator)
	b := &tab{T: t, ctx: ctx, base: server.URL}
	t.Cleanup(b.close)
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	return b
}

// newTabWithoutJavaScript is newTab with JavaScript turned off.
func newTabWithoutJavaScript(t *testing.T) *tab {
	t.Helper()
	b := newTab(t)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	return b
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked++
		if !strings.HasPrefix(e.Request.URL, b.base+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			b.foreign = append(b.foreign, e.Request.URL)
		}
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, manifestIcon) {
			return // Chromium loads it when it likes, and says so if the page is left or the server stopped meanwhile
		}
		if b.expects == "" || !strings.Contains(e.Entry.Text, b.expects) {
			b.problems = append(b.problems, string(e.Entry.Level)+": "+e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if b.expects == "" || e.Type != runtime.ConsoleAPICalledTypeError { // htmx reports it too
			b.problems = append(b.problems, "console."+string(e.Type))
		}
	}
}

// manifestIcon is in what Chromium says if it could not load an icon of the manifest.
const manifestIcon = "use the following icon from the Manifest"

func (b *tab) close() {
	if err := chromedp.Cancel(b.ctx); err != nil {
		b.Errorf("close the browser: %v", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked == 0 {
		b.Error("the browser was heard to ask for nothing")
	}
	if len(b.foreign) > 0 {
		b.Errorf("asked other hosts: %q", b.foreign)
	}
	if len(b.problems) > 0 {
		b.Errorf("the console says: %q", b.problems)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *tab) open(address string) {
	b.Helper()
	b.do(chromedp.Navigate(b.base + address))
}

// evaluate returns the value of a JavaScript expression.
func evaluate[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// document returns the current page, or nothing while another is loading. It runs no script.
func (b *tab) document() *goquery.Document {
	b.Helper()
	html, err := chromedp.Run(b.ctx, chromedp.OuterHTML(chromedp.CSS("html")))
	if err != nil && b.ctx.Err() != nil {
		b.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		b.Fatal(err)
	}
	return doc
}

// address returns the page's path, query and fragment, or "" while another is loading.
func (b *tab) address() string {
	b.Helper()
	history, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
	if err != nil && b.ctx.Err() != nil {
		b.Fatal(err)
	}
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(history.Entries[history.CurrentIndex].URL, b.base)
}

func (b *tab) hits() []string {
	b.Helper()
	return texts(b.document().Find(".hit h2, .hit h3"))
}

// leadsTo waits until the page has this address.
func (b *tab) leadsTo(address string) {
	b.Helper()
	b.waitFor(func() (string, bool) { got := b.address(); return got, got == address }, address)
}

// shows waits until the page has this address and a heading that starts with heading.
func (b *tab) shows(address, heading string) {
	b.Helper()
	b.leadsTo(address)
	b.waitFor(func() (string, bool) {
		got := b.document().Find("h1").Text()
		return got, strings.HasPrefix(got, heading)
	}, heading)
}

// waitFor calls ask until it succeeds, and returns what it got.
func (b *tab) waitFor(ask func() (got string, ok bool), want string) string {
	b.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	patience := time.After(15 * time.Second)
	for {
		got, ok := ask()
		if ok {
			return got
		}
		select {
		case <-again.C:
		case <-patience:
			b.Fatalf("the page shows %q, want %q", got, want)
		}
	}
}

// travel moves through the history of the tab; -1 is back. It does not wait for a load, because
// htmx handles some steps within the page. It tries again while a page is being replaced.
func (b *tab) travel(steps int64) {
	b.Helper()
	b.waitFor(func() (string, bool) {
		history, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
		if err == nil {
			entry := page.NavigateToHistoryEntryParams{EntryID: history.Entries[history.CurrentIndex+steps].ID}
			_, err = chromedp.Call(b.ctx, page.NavigateToHistoryEntry, entry)
		}
		return fmt.Sprint(err), err == nil
	}, fmt.Sprintf("a step of %d through its history", steps))
}

// lists waits until the page lists these papers.
func (b *tab) lists(hits []string) {
	b.Helper()
	b.waitFor(func() (string, bool) { got := b.hits(); return fmt.Sprint(got), slices.Equal(got, hits) }, fmt.Sprint(hits))
}

// tick ticks the checkbox of a filter, after unfolding its list.
func (b *tab) tick(id string) {
	b.Helper()
	folded := fmt.Sprintf(`details.facet:not([open]):has(#%s) > summary`, id)
	if b.document().Find(folded).Length() > 0 {
		b.do(chromedp.Click(chromedp.CSS(folded)))
	}
	b.do(chromedp.Click(chromedp.ID(id)))
}

func (b *tab) focused() string {
	b.Helper()
	return evaluate[string](b, `document.activeElement.id`)
}

// press presses a printing key or Enter as a keyboard does: if a script handles the key, it types
// nothing.
func (b *tab) press(key, code string) {
	b.Helper()
	text := key
	if key == "Enter" {
		text = "\r"
	}
	for _, what := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: what, Key: key, Code: code, Text: text}); err != nil {
			b.Fatal(err)
		}
	}
}
