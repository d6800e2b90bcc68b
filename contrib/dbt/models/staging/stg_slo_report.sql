{{ stage('slo_report') }}
