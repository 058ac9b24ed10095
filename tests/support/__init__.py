"""What tests, benchmarks and attacks share: fakes, small newspapers, servers, a browser."""
