// Package settings fills in the flags that a command line did not give.
//
// A flag is all there is to a setting: its name, its type and its default. What sets it is, in this
// order, the command line, an environment variable ($PREFIX_BASE_URL for --base-url) and a YAML file
// ("base-url: ..."), so that a value is parsed and checked in the same way wherever it comes from.
package settings

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// commandLineOnly marks flags that only the command line sets.
const commandLineOnly = "paperboy-command-line-only"

// CommandLineOnly makes a flag one that only the command line sets, because another command has a
// setting with the same name, or because it should not apply twice.
func CommandLineOnly(flags *pflag.FlagSet, name string) {
	flags.Lookup(name).Annotations = map[string][]string{commandLineOnly: nil}
}

// settable reports whether a flag can still be set from elsewhere.
func settable(f *pflag.Flag) bool {
	_, only := f.Annotations[commandLineOnly]
	return !only && !f.Changed
}

// Environment sets flags from variables whose names begin with prefix, such as "PAPERBOY_". lookup
// is os.LookupEnv. An empty variable counts as none. The error names all variables that are invalid.
func Environment(flags *pflag.FlagSet, prefix string, lookup func(string) (string, bool)) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		name := prefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value, ok := lookup(name); ok && value != "" && settable(f) {
			if err := flags.Set(f.Name, value); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	return errors.Join(errs...)
}

// File sets flags from a YAML file. known reports whether any command has a flag with a name, so
// that a file can configure several commands and a misspelt name is still an error, as are the names
// in except.
func File(flags *pflag.FlagSet, file string, known func(string) bool, except ...string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	var values map[string]any
	if err := yaml.Unmarshal(text, &values); err != nil {
		return fmt.Errorf("read configuration %s: %w", file, err)
	}
	for name, value := range values {
		switch f := flags.Lookup(name); {
		case !known(name) || slices.Contains(except, name):
			return fmt.Errorf("configuration %s: %s is not a setting of this file", file, name)
		case f == nil || !settable(f):
		default:
			if err := setAll(flags, f, value); err != nil {
				return fmt.Errorf("configuration %s: %s: %w", file, name, err)
			}
		}
	}
	return nil
}

// setAll sets a flag to a value from a file. A list sets a repeatable flag several times.
func setAll(flags *pflag.FlagSet, f *pflag.Flag, value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	} else if _, ok := f.Value.(pflag.SliceValue); !ok {
		return errors.New("got a list, want one value")
	}
	for _, one := range list {
		if err := flags.Set(f.Name, fmt.Sprint(one)); err != nil {
			return err
		}
	}
	return nil
}
