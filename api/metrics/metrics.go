// Package metrics counts what a server does, for Prometheus. No other package knows that library.
package metrics

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"paperboy/api/alerts"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/index"
)

// Metrics are the metrics of one server.
type Metrics struct {
	handler  http.Handler
	requests *prometheus.HistogramVec
	searches prometheus.Histogram
	failures *prometheus.CounterVec
}

// New makes the metrics of a server of l. mail is nil while mail is off.
func New(l *library.Service, mail *alerts.Service) *Metrics {
	m := &Metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "paperboy_http_request_duration_seconds", Help: "Time to answer a request, by route.",
			Buckets: prometheus.DefBuckets,
		}, []string{"method", "route", "status"}),
		searches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "paperboy_search_duration_seconds", Help: "Time to answer a search, without HTTP.",
			Buckets: prometheus.ExponentialBuckets(100e-6, 2.5, 12),
		}),
	}
	m.failures = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "paperboy_authentication_failures_total", Help: "Requests refused because of a wrong secret, by the code of the problem.",
	}, []string{"reason"})
	for _, why := range []fault.Code{fault.UnknownKey, fault.ExpiredKey, fault.RevokedKey, fault.RotatedKey} {
		m.failures.WithLabelValues(string(why)) // starts at 0, so that the first failure is an increase
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		m.requests, m.searches, m.failures, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("paperboy_papers", "Papers that a search can find.", func() float64 { return float64(l.Index.Stats().Papers) }),
		gauge("paperboy_index_sequence", "The sequence number of the last change of the store that searches see.", func() float64 { return float64(l.Index.Stats().Sequence) }),
		gauge("paperboy_index_lag", "Changes of the store that searches do not see yet; -1 if unknown.", func() float64 {
			head, err := l.Store.Head(context.Background())
			if err != nil {
				return -1
			}
			return max(0, float64(head)-float64(l.Index.Stats().Sequence))
		}),
		gauge("paperboy_degraded", "1 while /readyz reports degraded, else 0.", func() float64 { return min(1, float64(len(l.Reasons()))) }),
		gauge("paperboy_index_scrub_last_timestamp_seconds", "When the last verification of all segments of the index ended; 0 if none has.", func() float64 {
			if at := l.Index.Health().LastPass; !at.IsZero() {
				return float64(at.Unix())
			}
			return 0
		}),
	)
	for _, c := range []struct {
		name, help string
		value      func(index.Health) int64
	}{
		{"paperboy_index_panics_total", "Panics in the index. Each fails one request or write.", func(h index.Health) int64 { return h.Panics }},
		{"paperboy_index_rebuilds_total", "Completed rebuilds of the index.", func(h index.Health) int64 { return h.Rebuilds }},
		{"paperboy_index_damaged_segments_total", "Segments of the index that did not match their checksums.", func(h index.Health) int64 { return h.DamagedSegments }},
		{"paperboy_index_verified_bytes_total", "Bytes of the index that were verified against their checksums.", func(h index.Health) int64 { return h.VerifiedBytes }},
		{"paperboy_index_scrubs_total", "Completed verifications of all segments of the index.", func(h index.Health) int64 { return h.Passes }},
	} {
		registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: c.name, Help: c.help}, func() float64 {
			return float64(c.value(l.Index.Health()))
		}))
	}
	registry.MustRegister(storeMetrics(l)...)
	registry.MustRegister(mailMetrics(l, mail)...)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

// ServeHTTP answers with all metrics, as text.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.handler.ServeHTTP(w, r) }

// Request counts a request and its time. All methods without a route share one label, so that callers cannot
// create labels.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// Failure counts a wrong secret by the code of its error.
func (m *Metrics) Failure(code fault.Code) { m.failures.WithLabelValues(string(code)).Inc() }

// Search records how long a search took, in milliseconds.
func (m *Metrics) Search(ms float64) { m.searches.Observe(ms / 1000) }
