{{ stage('anomalies') }}
