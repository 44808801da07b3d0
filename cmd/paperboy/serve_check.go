package main

import (
	"net"
	"os"
	"slices"
	"strings"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/api/server"
)

// checkServe returns a usage error for settings of serve that are invalid or do not go together.
func (c *Config) checkServe() error {
	switch {
	case c.Server != "":
		return usagef("serve: --server is for commands that use a server")
	case c.Lists != "" && !slices.Contains(api.ListPolicies, c.Lists):
		return usagef("serve --lists %s: want one of %v", c.Lists, api.ListPolicies)
	case !slices.Contains(api.AddPolicies, c.Add):
		return usagef("serve --add %s: want one of %v", c.Add, api.AddPolicies)
	case c.ReadAccess != readOpen && c.ReadAccess != readKey:
		return usagef("serve --read-access %s: want one of [%s %s]", c.ReadAccess, readOpen, readKey)
	case (c.Certificates.CertFile == "") != (c.Certificates.KeyFile == ""):
		return usagef("serve: --tls-cert and --tls-key go together")
	case c.Certificates.CertFile != "" && len(c.Certificates.ACMEHosts) > 0:
		return usagef("serve: --tls-cert and --acme-host exclude each other")
	case len(c.Certificates.ACMEHosts) == 0 && (c.Certificates.ACMEEmail != "" || c.Certificates.ACMEDirectory != "" || c.ACMEAddr != ""):
		return usagef("serve: --acme-email, --acme-directory and --acme-http need --acme-host")
	case c.BackupEvery < minBackupEvery && c.BackupDir != "":
		return usagef("serve --backup-every %s: want at least %s", c.BackupEvery, minBackupEvery)
	case c.BackupKeep < 1 || c.BackupKeep > maxBackupKeep:
		return usagef("serve --backup-keep %d: want 1 to %d", c.BackupKeep, maxBackupKeep)
	case c.ScrubEvery < 0:
		return usagef("serve --scrub-every %s: want a time, or 0", c.ScrubEvery)
	}
	if _, err := c.mail(); err != nil {
		return err
	}
	if _, err := server.ParseRate(c.Rate, true); err != nil {
		return usagef("serve --rate-limit: %w", err)
	}
	if _, err := api.TrustProxies(c.TrustedProxies); err != nil {
		return usagef("serve --trusted-proxies: %w", err)
	}
	if _, err := lists.ParseDays(c.ListExpiry); err != nil {
		return usagef("serve --list-expiry %s: %w", c.ListExpiry, err)
	}
	for _, name := range slices.Concat(c.Hosts, c.Certificates.ACMEHosts) {
		if name == "" || strings.ContainsAny(name, "/: *@") && net.ParseIP(name) == nil {
			return usagef("serve: %q is not a host name: give it without scheme, port and path", name)
		}
	}
	for _, folder := range c.Watch {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return usagef("serve --watch %s: there is no such folder", folder)
		}
	}
	return nil
}
