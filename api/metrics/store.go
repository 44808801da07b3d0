package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"paperboy/api/library"
	"paperboy/data/store"
)

// storeMetrics returns the metrics of the store's health and of the regular backups. Good alarms
// are paperboy_store_quarantined > 0, paperboy_store_problems > 0 and the age of
// paperboy_backup_last_success_timestamp_seconds.
func storeMetrics(s *library.Service) (all []prometheus.Collector) {
	gauge := func(name, help string, value func() float64) {
		all = append(all, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	counter := func(name, help string, value func() float64) {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
	}
	health := func(value func(store.Health) float64) func() float64 {
		return func() float64 { return value(s.Store.Health()) }
	}
	gauge("paperboy_store_quarantined", "Damaged papers, which answers leave out.", health(func(h store.Health) float64 { return float64(h.Quarantined) }))
	gauge("paperboy_store_problems", "Problems of the store as a whole, which /readyz lists.", health(func(h store.Health) float64 { return float64(len(h.Problems)) }))
	gauge("paperboy_disk_free_bytes", "Free space on the store's disk; -1 if unknown.", health(func(h store.Health) float64 { return float64(h.DiskFree) }))
	gauge("paperboy_disk_min_free_bytes", "Free space below which nothing is written.", health(func(h store.Health) float64 { return float64(h.MinFree) }))
	counter("paperboy_scrub_rows_total", "Rows of the store that were verified in the background.", health(func(h store.Health) float64 { return float64(h.Scrub.Rows) }))
	counter("paperboy_scrub_bad_rows_total", "Damaged rows of the store that were found in the background.", health(func(h store.Health) float64 { return float64(h.Scrub.Bad) }))
	gauge("paperboy_scrub_last_pass_timestamp_seconds", "When the last verification of the whole store ended; 0 if none has.", health(func(h store.Health) float64 { return seconds(h.Scrub.LastPass) }))
	backup := func(value func(*library.BackupState) float64) func() float64 {
		return func() float64 {
			if s.Backups == nil {
				return 0
			}
			return value(s.Backups())
		}
	}
	gauge("paperboy_backup_last_success_timestamp_seconds", "When the last regular backup was made; 0 if none was.", backup(func(b *library.BackupState) float64 { return seconds(b.Time) }))
	gauge("paperboy_backup_last_bytes", "Size of the last regular backup.", backup(func(b *library.BackupState) float64 { return float64(b.Bytes) }))
	counter("paperboy_backup_failures_total", "Regular backups that failed.", backup(func(b *library.BackupState) float64 { return float64(b.Failures) }))
	return all
}

// seconds returns t in seconds since 1970; 0 for the zero time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
