package bounce_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/alerts/bounce"
)

// The notifications in testdata were made by Exim 4.96 of Debian for a message from key.
const key = "7f3kq2mzv6x1t0a9c8b5d4w2"

func TestParseExim(t *testing.T) {
	tests := []struct {
		file      string
		want      bounce.Recipient
		failed    bool
		permanent bool
	}{
		{"exim-gone.eml", bounce.Recipient{Address: "vanished@example.org", Action: "failed", Status: "5.0.0"}, true, false},
		{"exim-full.eml", bounce.Recipient{Address: "full@example.org", Action: "failed", Status: "5.0.0"}, true, false},
		{"exim-utf8.eml", bounce.Recipient{Address: "vanished@exämple.org", Action: "failed", Status: "5.0.0"}, true, false},
		{"exim-delayed.eml", bounce.Recipient{Address: "slow@example.org", Action: "delayed", Status: "4.0.0"}, false, false},
		{"exim-remote.eml", bounce.Recipient{
			Address: "ada@remote.example", Action: "failed", Status: "5.0.0",
			Diagnostic: "550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 Please check the address.",
		}, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got, err := bounce.Parse(strings.NewReader(captured(t, tt.file)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(bounce.Report{Key: key, Recipients: []bounce.Recipient{tt.want}}, got); diff != "" {
				t.Fatalf("-want +got\n%s", diff)
			}
			if r := got.Recipients[0]; r.HasFailed() != tt.failed || r.IsPermanent() != tt.permanent {
				t.Errorf("failed %v, permanent %v; want %v, %v", r.HasFailed(), r.IsPermanent(), tt.failed, tt.permanent)
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
	tests := []struct {
		name, status string
		want         []bounce.Recipient
		permanent    bool
	}{
		{
			"Postfix",
			"Reporting-MTA: dns; mx.example.org\nX-Postfix-Queue-ID: 4ABC\n\nFinal-Recipient: rfc822; ada@example.org\nOriginal-Recipient: rfc822;ada@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.example.org\nDiagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: user\n    unknown\n",
			[]bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.1.1", Diagnostic: "550 5.1.1 <ada@example.org>: user unknown"}}, true,
		},
		{
			"a filter's 550",
			"Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 refused as spam\n",
			[]bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.7.1", Diagnostic: "550 5.7.1 refused as spam"}}, false,
		},
		{
			"a filter's 550 through Exim",
			"Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused as spam\n",
			[]bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.0.0", Diagnostic: "550 5.7.1 refused as spam"}}, false,
		},
		{
			"a reply without an enhanced code",
			"Final-Recipient: rfc822; ada@example.org\nAction: FAILED\nStatus: 5.0.0 (permanent failure)\nDiagnostic-Code: SMTP; 553 no such mailbox\n",
			[]bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.0.0", Diagnostic: "553 no such mailbox"}}, true,
		},
		{
			"full",
			"Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full\n",
			[]bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.2.2", Diagnostic: "552 mailbox full"}}, false,
		},
		{
			"an encoded address, and a status that is none",
			"Final-Recipient: utf-8; \\x{4E2D}\\x{6587}@ex\\x{E4}mple.org\nAction: failed\nStatus: unknown\n",
			[]bounce.Recipient{{Address: "中文@exämple.org", Action: "failed"}}, false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := bounce.Parse(strings.NewReader(notification("message/delivery-status", "", tt.status)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Recipients); diff != "" {
				t.Fatalf("-want +got\n%s", diff)
			}
			if got.Recipients[0].IsPermanent() != tt.permanent {
				t.Errorf("permanent %v, want %v", !tt.permanent, tt.permanent)
			}
		})
	}
}

func TestParseBase64(t *testing.T) {
	const status = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7YWRhQGV4YW1wbGUub3JnCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK"
	got, err := bounce.Parse(strings.NewReader(notification("message/global-delivery-status", "base64", status)))
	want := []bounce.Recipient{{Address: "ada@example.org", Action: "failed", Status: "5.1.1"}}
	if diff := cmp.Diff(want, got.Recipients); err != nil || diff != "" {
		t.Errorf("error %v, -want +got\n%s", err, diff)
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
	group := "Final-Recipient: rfc822; " + strings.Repeat("é", 1000) + "\nAction: failed\nDiagnostic-Code: smtp; 550 " + strings.Repeat("x\x00\n\t", 2000) + "\n\n"
	got, err := bounce.Parse(strings.NewReader(notification("message/delivery-status", "", strings.Repeat(group, 40))))
	if err != nil {
		t.Fatal(err)
	}
	checkBounds(t, got)
	if len(got.Recipients) != 20 {
		t.Errorf("%d recipients, want 20", len(got.Recipients))
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
		if got.Key == "" || len(got.Recipients) == 0 {
			t.Errorf("no error for %+v", got)
		}
		checkBounds(t, got)
	})
}

func checkBounds(t *testing.T, report bounce.Report) {
	t.Helper()
	for _, r := range report.Recipients {
		if len(r.Address) > 254 || len(r.Action) > 254 || len(r.Diagnostic) > 500 || len(r.Status) > 9 {
			t.Errorf("too long: %+v", r)
		}
		if all := r.Address + r.Action + r.Diagnostic; strings.ContainsAny(all, "\x00\r\n") {
			t.Errorf("control characters: %q", all)
		}
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
