package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"paperboy/data/store/sqlite/folder"
)

// onCommandLine marks flags that only the command line sets, because another command has a setting
// with the same name, or because they should not apply twice.
const onCommandLine = "paperboy-command-line-only"

func commandLineOnly(flags *pflag.FlagSet, name string) {
	flags.Lookup(name).Annotations = map[string][]string{onCommandLine: nil}
}

func isCommandLineOnly(f *pflag.Flag) bool {
	_, only := f.Annotations[onCommandLine]
	return only
}

// layer sets the flags that were not given, from env and then from the configuration file, and
// sets c.Data. known reports whether any command has a flag with a name, so that a file can
// configure several commands and a misspelt name is still an error.
func (c *Config) layer(flags *pflag.FlagSet, env func(string) (string, bool), known func(string) bool) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value, ok := env(name); ok && value != "" && !f.Changed && !isCommandLineOnly(f) {
			if err := flags.Set(f.Name, value); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	if err := errors.Join(errs...); err != nil {
		return usageError{err}
	}
	if c.File != "" {
		if err := c.layerFile(c.File, flags, known); err != nil {
			return usageError{err}
		}
	}
	if c.Data == "" {
		dir, err := folder.DefaultDir()
		if err != nil {
			return usagef("%w to keep papers in: say where with --data or PAPERBOY_DATA", err)
		}
		c.Data = dir
	}
	file := filepath.Join(c.Data, configFileName)
	if _, err := os.Stat(file); err != nil || c.File != "" {
		return nil
	}
	if err := c.layerFile(file, flags, known); err != nil {
		return usageError{err}
	}
	return nil
}

func (c *Config) layerFile(file string, flags *pflag.FlagSet, known func(string) bool) error {
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
		case !known(name) || name == "config" || name == "data" && c.File == "":
			return fmt.Errorf("configuration %s: %s is not a setting of this file", file, name)
		case f == nil || f.Changed || isCommandLineOnly(f):
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
