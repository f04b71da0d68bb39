"""What CloudTrail, X-Ray and Internet Monitor found unusual, as text or JSON."""
