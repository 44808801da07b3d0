package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data/audit"
)

// Changes made with a form are logged with the owner of the secret that was typed into it.
func TestFormsAreRecorded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	v := &visitor{T: t, echo: echo.New(), cookies: map[string]string{}}
	service := newAddingService(t)
	gate := api.Install(v.echo, service, api.HTTPOptions{Audit: audit.NewLog(path)})
	if err := Install(v.echo, service, Options{Gate: gate}); err != nil {
		t.Fatal(err)
	}
	const own = "Sec-Fetch-Site"
	v.do("POST", "/star", "paper=nothing", own, "same-origin")
	v.do("POST", "/lists", "name=x", own, "same-origin")
	v.do("POST", "/sign-in", url.Values{"secret": {token}}.Encode(), own, "same-origin")
	v.do("POST", "/sign-in", "secret=wrong", own, "same-origin")
	v.do("POST", "/sample/remove", "token=wrong", own, "same-origin")
	v.do("POST", "/sample/remove", "token="+url.QueryEscape(token), own, "same-origin")
	for _, secret := range []string{"wrong", token} {
		form := "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + secret + "\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n" + threeLines + "\r\n--x--\r\n"
		if w := v.do("POST", "/add", form, own, "same-origin", "Content-Type", "multipart/form-data; boundary=x"); (w.Code == http.StatusOK) != (secret == token) {
			t.Errorf("POST /add with %q: %d", secret, w.Code)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []audit.Entry
	if _, err := audit.Read(strings.NewReader(string(text)), audit.Filter{}, func(e audit.Entry) error { got = append(got, e); return nil }); err != nil {
		t.Fatal(err)
	}
	want := []audit.Entry{
		{Action: audit.ListsCreate, ActorKind: "anonymous", IDs: []string{"list:1"}, Count: 1, Status: 303, Outcome: "done"},
		// From here on the browser is signed in with the token.
		{Action: audit.SignIn, ActorKind: "token", Status: 303, Outcome: "done"},
		{Action: audit.PapersDelete, ActorKind: "token", Status: 404, Outcome: "not_found"},
		{Action: audit.PapersAdd, ActorKind: "token", IDs: []string{"test:a", "test:c"}, Count: 2, Status: 200, Outcome: "done"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(audit.Entry{}, "Time", "Address", "RequestID", "MS")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(string(text), token) {
		t.Errorf("the log has the token:\n%s", text)
	}
}
