package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"paperboy/api"
	"paperboy/api/library"
)

// Config is what every command needs to know. Each field is a flag; what was
// not given as one comes from the environment (PAPERBOY_ADDR for --addr), then
// from a file of "addr: ..." lines, then from the default.
//
// The layers are flags all the way down: a value from the environment or the
// file is set on the flag, so each is parsed, checked and refused in one place.
// (koanf would need four more modules to do the same.)
type Config struct {
	// Data is the folder that holds the store, the index and the token.
	Data string
	// File is the configuration file; empty: paperboy.yaml in Data, if there.
	File string
	// Server is the address of a server to ask instead of opening Data.
	Server string
	// TokenFile holds the token or an API key to show to a server; empty:
	// $PAPERBOY_TOKEN, else "token" in Data.
	TokenFile string
	// JSON asks for one JSON object on stdout instead of text.
	JSON bool

	// MinFree is the free disk space below which nothing is written; see minFree.
	MinFree string
	// StartEmpty begins a new library in a folder whose store was lost.
	StartEmpty bool

	// AllowPrivate lets URLs lead to this machine and to private networks.
	AllowPrivate bool

	// Addr is where serve listens.
	Addr string
	// BaseURL is how others reach the server, for links in feeds and exports.
	BaseURL string
	// NoSample leaves an empty data folder empty.
	NoSample bool
	// Fetch are the feeds that serve fetches, every FetchEvery where they do not say.
	Fetch      []string
	FetchEvery time.Duration
	// Add says who may add papers on the page: an api.AddPolicy.
	Add string
	// Watch are the folders whose files serve takes as they appear.
	Watch []string
	// Settle is how long a file of a watched folder must have stayed as it is.
	Settle time.Duration
	// BackupDir is where serve makes a backup BackupEvery, of which it keeps BackupKeep;
	// empty: nowhere.
	BackupDir   string
	BackupEvery time.Duration
	BackupKeep  int
	// ScrubEvery is how long serve takes to verify every paper of the store once; 0: it
	// does not.
	ScrubEvery time.Duration
	// Lists says who may make reading lists: an api.ListPolicy; "": see listPolicy.
	Lists string
	// ReadAccess says who may read: readOpen or readKey.
	ReadAccess string
	// Hosts are names by which people reach the server, beside that of BaseURL.
	Hosts []string
	// TLSCert and TLSKey are files with a certificate and its key; both or none.
	TLSCert, TLSKey string
	// ACMEHosts are names to get certificates for; the other three say how.
	ACMEHosts                          []string
	ACMEEmail, ACMEDirectory, ACMEAddr string
	// LogFile takes the log of a server; empty: stderr.
	LogFile string
	// AuditLog takes what was changed; empty: auditFile in Data; auditOff: nothing does.
	AuditLog string
	Limits
}

const (
	envPrefix      = "PAPERBOY_"
	defaultAddr    = "127.0.0.1:8080"
	configFileName = "paperboy.yaml"
	// defaultFetchEvery is a few times a day, as lists of papers change once.
	defaultFetchEvery = 6 * time.Hour
	// defaultSettle is longer than a copy over a network usually pauses.
	defaultSettle = 2 * time.Second
)

func (c *Config) globalFlags(flags *pflag.FlagSet) {
	flags.StringVar(&c.Data, "data", "", "data `folder` (default "+describeDefaultData()+")")
	flags.StringVar(&c.File, "config", "", "configuration `file` (default paperboy.yaml in the data folder)")
	flags.StringVar(&c.Server, "server", "", "`URL` of a running Paperboy to use instead of the data folder")
	flags.StringVar(&c.TokenFile, "token-file", "", "`file` with the token or an API key for a server (default $PAPERBOY_TOKEN, else token in the data folder)")
	flags.StringVar(&c.AuditLog, "audit-log", "", "`file` that records who changed what, or off (default audit.log in the data folder)")
	flags.BoolVar(&c.JSON, "json", false, "print one JSON object")
	flags.StringVar(&c.MinFree, "min-free", autoMinFree, "disk `space` to leave free, such as 500MiB: below it nothing is written; auto is 200 MiB or a twentieth of the disk, 0 writes until it is full")
	flags.BoolVar(&c.StartEmpty, "start-empty", false, "begin a new library in a folder whose papers.db was lost")
	commandLineOnly(flags, "start-empty")
}

func (c *Config) serveFlags(flags *pflag.FlagSet) {
	flags.StringVar(&c.Addr, "addr", defaultAddr, "`address` to listen on; port 0 picks a free one")
	flags.StringVar(&c.BaseURL, "base-url", "", "`URL` under which others reach this server (default http://ADDR)")
	flags.StringVar(&c.Lists, "lists", "", fmt.Sprintf("who may make reading lists: `policy` of %v (default open on loopback, token elsewhere)", api.ListPolicies))
	c.Limits.flags(flags)
	flags.StringVar(&c.Add, "add", string(api.AddLocal), fmt.Sprintf("who may add papers on the page: `policy` of %v", api.AddPolicies))
	flags.StringArrayVar(&c.Fetch, "fetch", nil, "`feed` to fetch at regular times, such as hf, \"arxiv cs.CL 12h\", \"oai cs\"; may be given again")
	flags.DurationVar(&c.FetchEvery, "fetch-every", defaultFetchEvery, "`time` between two fetches of a feed that names none, at least "+library.MinFetchEvery.String())
	flags.StringArrayVar(&c.Watch, "watch", nil, "`folder` whose files are added as they appear; may be given again")
	c.gateFlags(flags)
	c.watchFlags(flags)
	c.fetchFlags(flags)
	c.backupFlags(flags)
	flags.DurationVar(&c.ScrubEvery, "scrub-every", defaultScrubEvery, "`time` in which every paper of the store is verified once; 0 verifies none")
	flags.BoolVar(&c.NoSample, "no-sample", false, "leave an empty data folder empty")
}

func (c *Config) fetchFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&c.AllowPrivate, "allow-private", false, "let URLs lead to this machine and private networks, and use the proxy of the environment")
}

func (c *Config) watchFlags(flags *pflag.FlagSet) {
	flags.DurationVar(&c.Settle, "settle", defaultSettle, "`time` for which a file of a watched folder must have stayed as it is")
}

// onCommandLine marks a flag of one command that shares its name with a setting
// of another: no variable or file sets it.
const onCommandLine = "paperboy-command-line-only"

func commandLineOnly(flags *pflag.FlagSet, name string) {
	flags.Lookup(name).Annotations = map[string][]string{onCommandLine: nil}
}

func isCommandLineOnly(f *pflag.Flag) bool {
	_, only := f.Annotations[onCommandLine]
	return only
}

// layer fills the flags that were not given, from env and then from the
// configuration file, and settles the data folder. known reports whether any
// command has a flag of a name, so that a file may configure several commands
// and a misspelt key is still refused.
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
		folder, err := defaultData()
		if err != nil {
			return usageError{err}
		}
		c.Data = folder
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
			return fmt.Errorf("configuration %s: %s is no setting of this file", file, name)
		case f == nil || f.Changed || isCommandLineOnly(f):
		default:
			if err := setAll(flags, f, value); err != nil {
				return fmt.Errorf("configuration %s: %s: %w", file, name, err)
			}
		}
	}
	return nil
}

// setAll sets a flag to a value of a file, or one that may be given again to each
// of a list.
func setAll(flags *pflag.FlagSet, f *pflag.Flag, value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	} else if _, ok := f.Value.(pflag.SliceValue); !ok {
		return errors.New("a list, where one value is wanted")
	}
	for _, one := range list {
		if err := flags.Set(f.Name, fmt.Sprint(one)); err != nil {
			return err
		}
	}
	return nil
}

// defaultData is the platform's place for a user's data.
func defaultData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "paperboy"), nil
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "paperboy"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder to keep papers in: say where with --data or PAPERBOY_DATA")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "paperboy"), nil
	}
	return filepath.Join(home, ".local", "share", "paperboy"), nil
}

func describeDefaultData() string {
	folder, err := defaultData()
	if err != nil {
		return "none: there is no home folder"
	}
	return folder
}
