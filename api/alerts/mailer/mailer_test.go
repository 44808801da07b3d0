package mailer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"paperboy/api/alerts/smtp"
)

// settings are those of flags, with the address of a server.
func settings(t *testing.T, flags ...string) Settings {
	t.Helper()
	s := Settings{BaseURL: "https://papers.example.org"}
	f := pflag.NewFlagSet("mail", pflag.ContinueOnError)
	s.AddFlags(f)
	if err := f.Parse(flags); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCheck(t *testing.T) {
	for flags, want := range map[string]string{
		"": "",
		"--smtp-host=mx.example.org --mail-from=p@example.org":                                "",
		"--mail-from=p@example.org":                                                           "mail needs --smtp-host",
		"--smtp-host=mx.example.org":                                                          "--mail-from: ",
		"--smtp-host=mx.example.org:25 --mail-from=p@example.org":                             "without a port",
		"--smtp-host=mx.example.org --mail-from=p@example.org --smtp-tls=ssl":                 "want one of [starttls tls none]",
		"--smtp-host=mx.example.org --mail-from=p@example.org --smtp-port=65536":              "want 1 to 65535",
		"--smtp-host=mx.example.org --mail-from=p@example.org --smtp-rate=-1":                 "--smtp-rate -1",
		"--smtp-host=mx.example.org --mail-from=p@example.org --smtp-user=ada":                "go together",
		"--smtp-host=mx.example.org --mail-from=p@example.org --smtp-password-file=/password": "go together",
	} {
		err := settings(t, strings.Fields(flags)...).Check()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", flags, err, want)
		}
	}
}

// TestCheckURL rejects addresses that make the links in emails useless.
func TestCheckURL(t *testing.T) {
	s := settings(t, "--smtp-host=mx.example.org", "--mail-from=p@example.org")
	for url, valid := range map[string]bool{"https://a.example": true, "http://a.example": false, "": false, "a.example": false, "ftp://a.example": false} {
		s.BaseURL = url
		if err := s.Check(); (err == nil) != valid {
			t.Errorf("%q: %v", url, err)
		}
	}
	s.BaseURL, s.AllowHTTP = "http://a.example", true
	if err := s.Check(); err != nil {
		t.Errorf("with --mail-http: %v", err)
	}
}

func TestAlerts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("secret\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := settings(t, "--smtp-host=mx.example.org", "--mail-from=P <p@example.org>", "--smtp-user=ada", "--smtp-password-file="+file, "--smtp-rate=2")
	o, err := s.Alerts()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := o.Sender.(*smtp.Sender); !ok || o.Composer == nil || o.From != s.From || o.BaseURL != s.BaseURL || o.Rate != 2 {
		t.Errorf("got %+v", o)
	}
	s.PasswordFile += ".missing"
	if _, err := s.Alerts(); err == nil || !strings.Contains(err.Error(), "read password of the mail server") {
		t.Errorf("without the file of the password: %v", err)
	}
}
