package api

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"paperboy/api/library"
	"paperboy/data/store"
)

// BackupState says what became of the regular backups of a server.
type BackupState = library.BackupState

// StoreHealth is what is known to be wrong with the store.
type StoreHealth struct {
	// Quarantined counts the papers that are left out of answers because they are
	// damaged.
	Quarantined int      `json:"quarantined"`
	Problems    []string `json:"problems"`
	DiskFree    int64    `json:"disk_free"`
	MinFree     int64    `json:"min_free"`
	// Scrub is how far the verification in the background is.
	Scrub store.Scrub `json:"scrub"`
}

func newStoreHealth(h store.Health) StoreHealth {
	return StoreHealth{Quarantined: h.Quarantined, Problems: h.Problems, DiskFree: h.DiskFree, MinFree: h.MinFree, Scrub: h.Scrub}
}

// maxReasons bounds how many damaged papers Reasons names.
const maxReasons = 10

// Reasons says what is wrong with a server that answers nonetheless; empty where nothing
// is.
func (s *Service) Reasons() []string {
	reasons := []string{}
	if s.Store != nil {
		h := s.Store.Health()
		reasons = append(reasons, h.Problems...)
		for _, q := range h.Papers[:min(maxReasons, len(h.Papers))] {
			reasons = append(reasons, fmt.Sprintf("paper %s (number %d) is damaged: %s", q.ID, q.Number, q.Reason))
		}
		if more := h.Quarantined - maxReasons; more > 0 {
			reasons = append(reasons, fmt.Sprintf("and %d more papers are damaged", more))
		}
	}
	inIndex := []string{}
	if s.Index != nil {
		inIndex = s.Index.Health().Reasons
	}
	if s.Library != nil && len(inIndex) == 0 && s.Library.Err() != nil {
		inIndex = []string{"the index does not follow the store: the log says why"}
	}
	reasons = append(reasons, inIndex...)
	if s.Backups != nil {
		if s.Backups().Failed {
			reasons = append(reasons, "the last backup failed; the log says why")
		}
	}
	return reasons
}

// condition are the metrics of the store's health and of backups. An alarm is best set on
// paperboy_store_quarantined > 0, paperboy_store_problems > 0 and the age of
// paperboy_backup_last_success_timestamp_seconds.
func (s *Service) condition() (all []prometheus.Collector) {
	gauge := func(name, help string, value func() float64) {
		all = append(all, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	counter := func(name, help string, value func() float64) {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
	}
	health := func(of func(store.Health) float64) func() float64 {
		return func() float64 { return of(s.Store.Health()) }
	}
	gauge("paperboy_store_quarantined", "Papers that are left out of answers because they are damaged.", health(func(h store.Health) float64 { return float64(h.Quarantined) }))
	gauge("paperboy_store_problems", "What is wrong with the store as a whole; /readyz says what.", health(func(h store.Health) float64 { return float64(len(h.Problems)) }))
	gauge("paperboy_disk_free_bytes", "Free space of the store's disk; -1 where unknown.", health(func(h store.Health) float64 { return float64(h.DiskFree) }))
	gauge("paperboy_disk_min_free_bytes", "Free space below which nothing is written.", health(func(h store.Health) float64 { return float64(h.MinFree) }))
	counter("paperboy_scrub_rows_total", "Rows of the store that the background verified.", health(func(h store.Health) float64 { return float64(h.Scrub.Rows) }))
	counter("paperboy_scrub_bad_rows_total", "Rows of the store that the background found damaged.", health(func(h store.Health) float64 { return float64(h.Scrub.Bad) }))
	gauge("paperboy_scrub_last_pass_timestamp_seconds", "When the background had last verified all of the store; 0 for not yet.", health(func(h store.Health) float64 { return seconds(h.Scrub.LastPass) }))
	backup := func(of func(*BackupState) float64) func() float64 {
		return func() float64 {
			if s.Backups == nil {
				return 0
			}
			return of(s.Backups())
		}
	}
	gauge("paperboy_backup_last_success_timestamp_seconds", "When the last regular backup was made; 0 for never.", backup(func(b *BackupState) float64 { return seconds(b.Time) }))
	gauge("paperboy_backup_last_bytes", "Size of the last regular backup.", backup(func(b *BackupState) float64 { return float64(b.Bytes) }))
	counter("paperboy_backup_failures_total", "Regular backups that failed.", backup(func(b *BackupState) float64 { return float64(b.Failures) }))
	return all
}

// seconds are those since 1970; 0 for no time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
