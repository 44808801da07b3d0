package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// flags returns flags of which the first was given on the command line.
func flags(t *testing.T) *pflag.FlagSet {
	t.Helper()
	f := pflag.NewFlagSet("test", pflag.ContinueOnError)
	f.String("base-url", "", "")
	f.String("addr", "default", "")
	f.Int("backup-keep", 7, "")
	f.StringArray("host", nil, "")
	f.Bool("watch", false, "")
	CommandLineOnly(f, "watch")
	if err := f.Parse([]string{"--base-url", "given"}); err != nil {
		t.Fatal(err)
	}
	return f
}

func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func known(name string) bool { return name != "adress" }

// TestPrecedence sets flags from all three places.
func TestPrecedence(t *testing.T) {
	f := flags(t)
	env := map[string]string{"X_BASE_URL": "env", "X_ADDR": "env", "X_HOST": "", "X_WATCH": "true"}
	if err := Environment(f, "X_", lookup(env)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "settings.yaml")
	write(t, file, "base-url: file\naddr: file\nbackup-keep: 3\nhost: [a, b]\nwatch: true\nother-command: 1\n")
	if err := File(f, file, known); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"base-url": "given", "addr": "env", "backup-keep": "3", "host": "[a,b]", "watch": "false"} {
		if got := f.Lookup(name).Value.String(); got != want {
			t.Errorf("--%s is %s, want %s", name, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	err := Environment(flags(t), "X_", lookup(map[string]string{"X_BACKUP_KEEP": "many"}))
	if err == nil || !strings.Contains(err.Error(), "X_BACKUP_KEEP: ") {
		t.Errorf("an invalid variable: %v", err)
	}
	for text, want := range map[string]string{
		"adress: x":           "adress is not a setting of this file",
		"addr: x":             "addr is not a setting of this file", // it is excepted below
		"backup-keep: many":   "backup-keep: ",
		"backup-keep: [1, 2]": "backup-keep: got a list, want one value",
		"- host":              "read configuration",
	} {
		file := filepath.Join(t.TempDir(), "settings.yaml")
		write(t, file, text)
		if err := File(flags(t), file, known, "addr"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
