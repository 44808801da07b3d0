package server

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/lists"
)

// DefaultAddr is the address of a server that is for this machine.
const DefaultAddr = "127.0.0.1:8080"

// Values of Options.ReadAccess.
const (
	ReadOpen = "open" // everybody can read
	ReadKey  = "key"  // reading needs an API key with the scope read, or the token
)

const (
	// defaultFetchEvery is more often than daily lists change.
	defaultFetchEvery = 6 * time.Hour

	minBackupEvery = time.Minute
	maxBackupKeep  = 10_000
)

// AddFlags adds the flags of a server, which set the fields of o, first to the defaults.
func (o *Options) AddFlags(f *pflag.FlagSet) {
	f.StringVar(&o.Addr, "addr", DefaultAddr, "`address` to listen on; port 0 picks a free port")
	f.StringVar(&o.BaseURL, "base-url", "", "`URL` at which others reach this server (default http://ADDR)")
	f.StringArrayVar(&o.Hosts, "host", nil, "another host `name` at which people reach this server; repeatable")
	f.StringVar(&o.Certificates.CertFile, "tls-cert", "", "`file` with a certificate for HTTPS (PEM, with the chain); read again when it changes")
	f.StringVar(&o.Certificates.KeyFile, "tls-key", "", "`file` with the certificate's private key (PEM)")
	f.StringArrayVar(&o.Certificates.ACMEHosts, "acme-host", nil, "host `name` for which to get a certificate from Let's Encrypt, whose terms you accept by using this; repeatable")
	f.StringVar(&o.Certificates.ACMEEmail, "acme-email", "", "email `address` at which Let's Encrypt can reach you")
	f.StringVar(&o.Certificates.ACMEDirectory, "acme-directory", "", "`URL` of another ACME server")
	f.StringVar(&o.ACMEAddr, "acme-http", "", "`address` for plain HTTP, such as :80: it answers ACME challenges and redirects browsers to HTTPS")
	f.StringVar(&o.ReadAccess, "read-access", ReadOpen, "who can read: `policy` of [open key]; key needs an API key or the token")
	f.StringVar((*string)(&o.Lists), "lists", "", fmt.Sprintf("who can create reading lists: `policy` of %v (default open on loopback, token elsewhere)", api.ListPolicies))
	f.StringVar(&o.Rate, "rate-limit", AutoRate, "requests `a second:burst` for each client; off, or auto: "+DefaultRate+", but off on loopback")
	f.StringArrayVar(&o.TrustedProxies, "trusted-proxies", nil, "`CIDR` of proxies whose X-Forwarded-For is trusted, such as 10.0.0.0/8; repeatable (default none)")

	f.BoolVar(&o.NoSample, "no-sample", false, "do not add the sample papers to an empty data folder")
	f.StringArrayVar(&o.Fetch, "fetch", nil, "`feed` to fetch regularly, such as hf, \"arxiv cs.CL 12h\", \"oai cs\"; repeatable")
	f.DurationVar(&o.FetchEvery, "fetch-every", defaultFetchEvery, "`time` between two fetches of a feed without a time of its own, at least "+library.MinFetchEvery.String())
	f.BoolVar(&o.Thumbnails, "thumbnails", false, "also fetch pictures of the papers on daily lists, and show them")
	f.StringArrayVar(&o.Watch, "watch", nil, "`folder` whose files are added as they appear; repeatable")
	f.StringVar(&o.BackupDir, "backup-dir", "", "`folder` for regular, verified backups of the store")
	f.DurationVar(&o.BackupEvery, "backup-every", 24*time.Hour, "`time` between two backups, at least "+minBackupEvery.String())
	f.IntVar(&o.BackupKeep, "backup-keep", 7, "`number` of backups to keep; older ones are deleted")
	f.DurationVar(&o.ScrubEvery, "scrub-every", 24*time.Hour, "`time` in which every paper of the store is verified once; 0 turns this off")
	f.StringVar(&o.ListExpiry, "list-expiry", "", "delete reading lists not used for this `time`, such as 1y (default never)")
	f.StringVar(&o.LogFile, "log-file", "", "`file` for the log instead of standard error; reopened on SIGHUP")
}

// Check returns an error for settings that are invalid or do not go together. It names them by their
// flags, after the command "serve".
func (o *Options) Check() error {
	switch {
	case o.Lists != "" && !slices.Contains(api.ListPolicies, o.Lists):
		return fmt.Errorf("serve --lists %s: want one of %v", o.Lists, api.ListPolicies)
	case o.ReadAccess != ReadOpen && o.ReadAccess != ReadKey:
		return fmt.Errorf("serve --read-access %s: want one of [%s %s]", o.ReadAccess, ReadOpen, ReadKey)
	case o.BackupEvery < minBackupEvery && o.BackupDir != "":
		return fmt.Errorf("serve --backup-every %s: want at least %s", o.BackupEvery, minBackupEvery)
	case o.BackupKeep < 1 || o.BackupKeep > maxBackupKeep:
		return fmt.Errorf("serve --backup-keep %d: want 1 to %d", o.BackupKeep, maxBackupKeep)
	case o.ScrubEvery < 0:
		return fmt.Errorf("serve --scrub-every %s: want a time, or 0", o.ScrubEvery)
	}
	if _, err := ParseRate(o.Rate, true); err != nil {
		return fmt.Errorf("serve --rate-limit: %w", err)
	}
	if _, err := lists.ParseDays(o.ListExpiry); err != nil {
		return fmt.Errorf("serve --list-expiry %s: %w", o.ListExpiry, err)
	}
	if _, err := library.ParseSchedule(o.Fetch, o.FetchEvery); err != nil {
		return fmt.Errorf("serve: --fetch %w", err)
	}
	for _, folder := range o.Watch {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return fmt.Errorf("serve --watch %s: there is no such folder", folder)
		}
	}
	return o.checkReach()
}

// checkReach returns an error for invalid settings of how the server is reached.
func (o *Options) checkReach() error {
	c := o.Certificates
	switch {
	case (c.CertFile == "") != (c.KeyFile == ""):
		return errors.New("serve: --tls-cert and --tls-key go together")
	case c.CertFile != "" && len(c.ACMEHosts) > 0:
		return errors.New("serve: --tls-cert and --acme-host exclude each other")
	case len(c.ACMEHosts) == 0 && (c.ACMEEmail != "" || c.ACMEDirectory != "" || o.ACMEAddr != ""):
		return errors.New("serve: --acme-email, --acme-directory and --acme-http need --acme-host")
	}
	if _, err := guard.TrustProxies(o.TrustedProxies); err != nil {
		return fmt.Errorf("serve --trusted-proxies: %w", err)
	}
	for _, name := range slices.Concat(o.Hosts, c.ACMEHosts) {
		if name == "" || strings.ContainsAny(name, "/: *@") && net.ParseIP(name) == nil {
			return fmt.Errorf("serve: %q is not a host name: give it without scheme, port and path", name)
		}
	}
	return nil
}
