package bounce_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/alerts"
	"paperboy/api/alerts/bounce"
)

// The notifications in testdata were made by Exim 4.96 of Debian for a message from key.
const key = "7f3kq2mzv6x1t0a9c8b5d4w2"

func TestParseExim(t *testing.T) {
	tests := []struct {
		file string
		want alerts.Bounce
	}{
		{"exim-gone.eml", alerts.Bounce{Status: "5.0.0"}},
		{"exim-full.eml", alerts.Bounce{Status: "5.0.0"}},
		{"exim-utf8.eml", alerts.Bounce{Status: "5.0.0"}},
		{"exim-delayed.eml", alerts.Bounce{Status: "4.0.0", Delayed: true}},
		{"exim-remote.eml", alerts.Bounce{
			Code: 550, Status: "5.1.1",
			Text: "550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 Please check the address.",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			tt.want.Key = key
			got, err := bounce.Parse(strings.NewReader(captured(t, tt.file)))
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("error %v, -want +got\n%s", err, diff)
			}
		})
	}
}

// A server may rewrite where the notification goes. The key is found wherever it is left.
func TestKeyIsFound(t *testing.T) {
	original := captured(t, "exim-gone.eml")
	header, rest, _ := strings.Cut(original, "\nTo: ")
	_, rest, _ = strings.Cut(rest, "\n")
	header = strings.ReplaceAll(header, "bounce+"+key+"@paperboy.example", "papers@paperboy.example")
	elsewhere := strings.ReplaceAll(rest, key, "another")
	tests := []struct{ name, mail, want string }{
		{"From line of a pipe", "From MAILER-DAEMON Mon Nov 30 05:38:47 2026\n" + original, key},
		{"line endings of the net", strings.ReplaceAll(original, "\n", "\r\n"), key},
		{"To", header + "\nTo: Papers <bounce+abc@paperboy.example>\n" + elsewhere, "abc"},
		{"upper case", header + "\nTo: BOUNCE+ABC@PAPERBOY.EXAMPLE\n" + elsewhere, "ABC"},
		{"Delivered-To before To", header + "\nTo: bounce+abc@a.example\nDelivered-To: bounce+xyz@a.example\n" + elsewhere, "xyz"},
		{"Original-Recipient", header + "\nTo: papers@a.example\nOriginal-Recipient: rfc822;bounce+xyz@a.example\n" + elsewhere, "xyz"},
		{"the message that is returned", header + "\nTo: papers@a.example\n" + rest, key},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := bounce.Parse(strings.NewReader(tt.mail))
			if err != nil || got.Key != tt.want {
				t.Errorf("key %q, error %v; want %q", got.Key, err, tt.want)
			}
		})
	}
}

// Shapes that other servers write.
func TestParseStatus(t *testing.T) {
	const ada = "Final-Recipient: rfc822; ada@example.org\n"
	tests := []struct {
		name, status string
		want         alerts.Bounce
	}{
		{
			"Postfix",
			"Reporting-MTA: dns; mx.example.org\nX-Postfix-Queue-ID: 4ABC\n\n" + ada + "Original-Recipient: rfc822;ada@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.example.org\nDiagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: user\n    unknown\n",
			alerts.Bounce{Code: 550, Status: "5.1.1", Text: "550 5.1.1 <ada@example.org>: user unknown"},
		},
		{
			"a status that differs from the reply",
			ada + "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.7.1 refused\n",
			alerts.Bounce{Code: 552, Status: "5.2.2", Text: "552 5.7.1 refused"},
		},
		{
			"a filter's 550 through Exim",
			ada + "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused as spam\n",
			alerts.Bounce{Code: 550, Status: "5.7.1", Text: "550 5.7.1 refused as spam"},
		},
		{
			"a reply without an enhanced code, and a comment",
			ada + "Action: FAILED\nStatus: 5.0.0 (permanent failure)\nDiagnostic-Code: SMTP; 553 no such mailbox\n",
			alerts.Bounce{Code: 553, Status: "5.0.0", Text: "553 no such mailbox"},
		},
		{
			"no reply and no status",
			ada + "Action: failed\nStatus: unknown\nDiagnostic-Code: X-Unix; 67\n",
			alerts.Bounce{},
		},
		{
			"two recipients",
			ada + "Action: delayed\nStatus: 4.4.1\n\nFinal-Recipient: rfc822; grace@example.org\nAction: failed\nStatus: 5.1.10\n",
			alerts.Bounce{Status: "5.1.10"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Key = "abc"
			got, err := bounce.Parse(strings.NewReader(notification("message/delivery-status", "", tt.status)))
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("error %v, -want +got\n%s", err, diff)
			}
		})
	}
}

func TestParseBase64(t *testing.T) {
	const status = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7YWRhQGV4YW1wbGUub3JnCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK"
	got, err := bounce.Parse(strings.NewReader(notification("message/global-delivery-status", "base64", status)))
	if want := (alerts.Bounce{Key: "abc", Status: "5.1.1"}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func TestParseRefuses(t *testing.T) {
	const vacation = "From: ada@example.org\nTo: bounce+abc@a.example\nAuto-Submitted: auto-replied\n\nI am away.\n"
	fine := captured(t, "exim-gone.eml")
	tests := []struct {
		name, mail string
		want       error
	}{
		{"nothing", "", bounce.ErrNotReport},
		{"no mail", "\x00\x01\x02", bounce.ErrNotReport},
		{"a vacation reply", vacation, bounce.ErrNotReport},
		{"another multipart", notification("text/html", "", "<p>Final-Recipient: rfc822; a@b.example"), bounce.ErrNotReport},
		{"a status without recipients", notification("message/delivery-status", "", "Reporting-MTA: dns; mx\n"), bounce.ErrNotReport},
		{"a message that was delivered", notification("message/delivery-status", "", "Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0\n"), bounce.ErrNoFailure},
		{"cut off before the status", fine[:strings.Index(fine, "Reporting-MTA")], bounce.ErrNotReport},
		{"a key of other characters", strings.ReplaceAll(fine, key, "../../etc"), bounce.ErrNoKey},
		{"no key", strings.ReplaceAll(fine, "bounce+"+key, "papers"), bounce.ErrNoKey},
		{"too large", fine + strings.Repeat("x", bounce.MaxBytes), bounce.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := bounce.Parse(strings.NewReader(tt.mail)); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func TestParseBoundsWhatItKeeps(t *testing.T) {
	group := "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 " + strings.Repeat("é\x00\x1b\t", 2000) + "\n\n"
	got, err := bounce.Parse(strings.NewReader(notification("message/delivery-status", "", strings.Repeat(group, 40))))
	if err != nil {
		t.Fatal(err)
	}
	checkBounds(t, got)
	if !strings.HasPrefix(got.Text, "550 é é") {
		t.Errorf("text %q", got.Text)
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no notifications: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Add(notification("message/delivery-status", "base64", "!"))
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := bounce.Parse(strings.NewReader(raw))
		if err != nil {
			return
		}
		if got.Key == "" {
			t.Errorf("no key and no error: %+v", got)
		}
		checkBounds(t, got)
	})
}

func checkBounds(t *testing.T, b alerts.Bounce) {
	t.Helper()
	if len(b.Key) > 64 || len(b.Text) > 500 || len(b.Status) > 9 {
		t.Errorf("too long: %+v", b)
	}
	if strings.ContainsFunc(b.Text, unicode.IsControl) || !utf8.ValidString(b.Text) {
		t.Errorf("control characters: %q", b.Text)
	}
}

// notification returns a notification to bounce+abc@a.example with one part.
func notification(kind, encoding, content string) string {
	return "To: bounce+abc@a.example\nContent-Type: multipart/report; boundary=B\n\n--B\nContent-Type: " + kind +
		"\nContent-Transfer-Encoding: " + encoding + "\n\n" + content + "\n--B--\n"
}

func captured(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
