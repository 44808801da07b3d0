package web

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/labstack/echo/v4"

	"paperboy/api"
)

// failedLoad is what the console of a browser says about a failed request.
const failedLoad = "Failed to load resource"

const (
	threeLines = `{"id":"test:a","title":"A good paper among others"}` + "\n" + `{"id":"test:b","title":""}` + "\n" + `{"id":"test:c","title":"Another good paper"}` + "\n"
	oneEntry   = "@article{one, title={A first thing in a library}, author={Ada Lovelace}, year=1843}"
)

func newAddTab(t *testing.T, policy api.AddPolicy) *tab {
	t.Helper()
	e := echo.New()
	service := newAddingService(t)
	gate := api.Install(e, service, api.HTTPOptions{})
	if err := Install(e, service, Options{Gate: gate, AddPolicy: policy}); err != nil {
		t.Fatal(err)
	}
	return newTabOn(t, e)
}

func (b *tab) file(name, text string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// outcome waits for the heading of a result.
func (b *tab) outcome(want string) {
	b.Helper()
	b.waitFor(func() (string, bool) {
		got := b.document().Find("#outcome").Text()
		return got, got == want
	}, want)
}

// dropFiles drops files onto the element that selector finds. files are names and contents in
// turn.
func (b *tab) dropFiles(selector string, files ...string) {
	b.Helper()
	evaluate[any](b, fmt.Sprintf(`(() => {
		const [selector, ...files] = %s;
		const transfer = new DataTransfer();
		for (let i = 0; i < files.length; i += 2) transfer.items.add(new File([files[i + 1]], files[i]));
		for (const type of ['dragenter', 'dragover', 'drop'])
			document.querySelector(selector).dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: transfer}));
	})()`, jsStrings(append([]string{selector}, files...))))
}

func jsStrings(all []string) string {
	quoted := make([]string, len(all))
	for i, s := range all {
		quoted[i] = fmt.Sprintf("%q", s)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

func TestBrowserAddByDropping(t *testing.T) {
	b := newAddTab(t, api.AddLocal)
	b.open("/")
	b.do(chromedp.Click(chromedp.CSS(`.masthead-links a[href="/add"]`)))
	b.shows("/add", "Add papers")
	b.dropFiles("#drop", "lines.jsonl", threeLines)
	b.dropFiles("h1", "one.bib", oneEntry) // dropping beside the zone works too
	b.waitFor(func() (string, bool) {
		got := b.document().Find("#files-chosen").Text()
		return got, strings.HasPrefix(got, "2 files, 1 kB: lines.jsonl, one.bib")
	}, "two files")
	if got := evaluate[string](b, `document.activeElement.textContent`); got != "Add papers" {
		t.Errorf("after the drop the focus is on %q, want the button", got)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.outcome("3 papers added")
	if got := b.focused(); got != "outcome" {
		t.Errorf("the focus is on %q, want the result", got)
	}
	if got := texts(b.document().Find(".rejects .where span, .rejects code")); fmt.Sprint(got) != "[lines.jsonl line 2 test:b]" {
		t.Errorf("rejects %q", got)
	}
	if b.address() != "/add" || evaluate[string](b, `document.title`) != "3 papers added · Paperboy" {
		t.Errorf("at %s, title %q", b.address(), evaluate[string](b, `document.title`))
	}
	if evaluate[bool](b, `document.getElementById('progress').checkVisibility() || document.getElementById('files').files.length > 0`) {
		t.Error("the progress or the files stay")
	}
	b.do(chromedp.Click(chromedp.CSS(".added li:last-child a")))
	b.waitFor(func() (string, bool) { got := b.address(); return got, strings.HasPrefix(got, "/papers/") }, "a paper")
}

func TestBrowserAddStates(t *testing.T) {
	b := newAddTab(t, api.AddLocal)
	b.expects = failedLoad
	b.open("/add")
	b.do(chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("Nothing to add")
	b.do(chromedp.SendKeys(chromedp.ID("text"), "{}"), chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("All papers rejected")
	if got := evaluate[string](b, `document.getElementById('text').value`); got != "{}" {
		t.Errorf("what was refused is gone from the form: %q", got)
	}
	evaluate[any](b, `document.getElementById('add').dataset.max = 1`)
	b.do(chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("Too large")
	evaluate[any](b, `(document.getElementById('add').dataset.max = 1e9, document.getElementById('text').value = '')`)
	b.dropFiles("#drop", `<img src=x onerror=alert(1)>.png`, "\x89PNG")
	b.do(chromedp.Click(chromedp.CSS("#add button.primary")))
	b.waitFor(func() (string, bool) {
		got := b.document().Find(".rejects li").Text()
		return got, strings.HasPrefix(got, `<img src=x onerror=alert(1)>.png`) && strings.Contains(got, "can be read")
	}, "an unknown format, its name escaped")
}

func TestBrowserAddAsksForTheToken(t *testing.T) {
	b := newAddTab(t, api.AddToken)
	b.expects = failedLoad
	b.open("/add")
	b.do(chromedp.SendKeys(chromedp.ID("token"), "wrong"), chromedp.SendKeys(chromedp.ID("text"), oneEntry), chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("Not accepted")
	evaluate[any](b, `document.getElementById('token').value = ''`)
	b.do(chromedp.SendKeys(chromedp.ID("token"), token), chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("1 paper added")
	if got := evaluate[string](b, `document.cookie + localStorage.length + location.href`); strings.Contains(got, token) || !strings.HasPrefix(got, "0") {
		t.Errorf("the token is kept where it should not be: %s", got)
	}
	b.open("/add")
	if got := evaluate[string](b, `document.getElementById('token').value`); got != token {
		t.Errorf("the tab has forgotten the token: %q", got)
	}
}

func TestBrowserAddWithoutJavaScript(t *testing.T) {
	b := newAddTab(t, api.AddLocal)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open("/add")
	b.do(chromedp.SetUploadFiles(chromedp.ID("files"), []string{b.file("lines.jsonl", threeLines), b.file("one.bib", oneEntry)}),
		chromedp.SendKeys(chromedp.ID("text"), "{}"), chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("3 papers added")
	if got := b.document().Find(".rejects li").Length(); got != 2 {
		t.Errorf("%d rejects, want one of the file and one of the text", got)
	}
	_, encoded, _ := strings.Cut(b.document().Find(".result a[download]").AttrOr("href", ""), "base64,")
	lines, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || strings.Count(string(lines), "\n") != 2 || !strings.Contains(string(lines), `"code":"missing_title"`) {
		t.Errorf("the rejects to download are %q, error %v", lines, err)
	}
}

// The connection breaks while files are sent.
func TestBrowserAddServerGone(t *testing.T) {
	e := echo.New()
	service := newAddingService(t)
	gate := api.Install(e, service, api.HTTPOptions{})
	if err := Install(e, service, Options{Gate: gate}); err != nil {
		t.Fatal(err)
	}
	b := newTabOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		e.ServeHTTP(w, r)
	}))
	b.expects = failedLoad
	b.open("/add")
	b.dropFiles("#drop", "lines.jsonl", threeLines)
	b.do(chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("Can’t reach the server")
	if got := b.focused(); got != "outcome" {
		t.Errorf("the focus is on %q, want what happened", got)
	}
	if evaluate[bool](b, `document.querySelector('#add button.primary').disabled || document.getElementById('files').files.length !== 1`) {
		t.Error("it cannot be tried again")
	}
}

func TestBrowserAddWidths(t *testing.T) {
	b := newAddTab(t, api.AddToken) // so that the form has all of its fields
	long := strings.Repeat("long", 60)
	b.open("/add")
	b.dropFiles("#drop", long+".jsonl", `{"title":"`+long+`"}`+"\n"+`{"id":"`+long+`","title":""}`, "one.bib", oneEntry)
	b.do(chromedp.SendKeys(chromedp.ID("token"), token), chromedp.Click(chromedp.CSS("#add button.primary")))
	b.outcome("2 papers added")
	for _, width := range []int64{320, 390, 768, 1280, 2560} {
		b.do(chromedp.EmulateViewport(width, 900))
		evaluate[any](b, `document.getElementById('progress').hidden = false`)
		if got := evaluate[int64](b, `document.documentElement.scrollWidth`); got > width {
			widest := evaluate[string](b, `[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 120))[0] ?? ''`)
			t.Errorf("at %d pixels it is %d wide: %s", width, got, widest)
		}
	}
}
